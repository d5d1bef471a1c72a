namespace MarginStreams.Streams.Tests;

/// <summary>A task that is behind a shared window reads each record once, for itself and then from the window, whatever its client hands out again.</summary>
public sealed class SharedInputTests
{
    [Fact]
    public void CatchUp_ClientThatRepeatsItself_GivesEachRecordOnce()
    {
        const int Records = 10;
        var world = new TaskWorld();
        for (int i = 0; i < Records; i++)
        {
            world.Input(TaskWorld.A, i, "1");
        }

        var log = new SteppedCluster(world.Log, _ => { }) { Repeats = true };
        using var reader = new InputReader(log, "g");
        var window = new SharedWindow(log, "g", TaskWorld.A, reader, recordsMax: 100);
        window.Open(6);
        using SharedInput behind = window.Open(0);
        var taken = new List<long>();
        for (int turn = 0; turn < 10 * Records; turn++)
        {
            behind.CatchUp();
            reader.Read(TimeSpan.Zero);
            while (behind.HasRecord)
            {
                taken.Add(behind.Take().Offset);
            }
        }

        Assert.Equal(Enumerable.Range(0, Records).Select(i => (long)i), taken);
    }
}
