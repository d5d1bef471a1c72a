using System.Text.Json;
using MarginStreams.Cli.Demo;
using MarginStreams.Cli.Runs;
using MarginStreams.Cli.Verifying;
using MarginStreams.Topologies;

namespace MarginStreams.Cli.Tests.Demo;

/// <summary>The demonstration runs by itself, prints plain lines where nobody watches, and checks itself in a way that can fail.</summary>
public sealed class DemoTests : IDisposable
{
    private const int LineLengthMax = 160;
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Demo_SmallMarket_EndsVerified()
    {
        CliProcess demo = CliProcess.Run("demo", "--accounts", "500", "--minutes", "60");
        Assert.True(demo.ExitCode == 0, demo.ToString());
        Assert.Matches("^verified=true triggers=[1-9][0-9]* missed=0 false=0 different=0$", demo.LastLine);
        Assert.DoesNotContain("\e", demo.Stdout + demo.Stderr, StringComparison.Ordinal);
        Assert.All(demo.Stdout.Split('\n'), line => Assert.True(line.Length <= LineLengthMax, line));
        int shown = demo.Stdout.Split('\n').Count(line => line.Contains(" triggers=", StringComparison.Ordinal));
        Assert.InRange(shown, DemoScreen.PlainLines / 2, DemoScreen.PlainLines * 2);
    }

    [Fact]
    public void Demo_AskedForJson_LastLineIsOneObject()
    {
        CliProcess demo = CliProcess.Run("demo", "--accounts", "200", "--minutes", "30", "--json");
        using JsonDocument last = JsonDocument.Parse(demo.LastLine);
        Assert.True(last.RootElement.GetProperty("verified").GetBoolean());
        Assert.True(last.RootElement.GetProperty("triggers").GetInt32() > 0);
    }

    [Fact]
    public void SelfCheck_Anything_ThatDiffersIsSeen()
    {
        RunOutcome right = Outcome();
        Assert.True(SelfCheck.Of(right, right).IsVerified);
        (string Why, RunOutcome Wrong)[] wrongs =
        [
            ("a trigger dropped", right with { Triggers = [.. right.Triggers.Skip(1)] }),
            ("a trigger doubled", right with { Triggers = [.. right.Triggers, right.Triggers[0]] }),
            ("a trigger changed", right with { Triggers = [right.Triggers[0] with { Json = "{}"u8.ToArray() }, .. right.Triggers.Skip(1)] }),
            ("another state", right with { StateHash = default }),
            ("a frame dropped", right with { Frames = [.. right.Frames.SkipLast(1)] }),
        ];
        Assert.All(wrongs, wrong => Assert.False(SelfCheck.Of(wrong.Wrong, right).IsVerified, wrong.Why));
        RunOutcome nothing = right with { Triggers = [] };
        Assert.False(SelfCheck.Of(nothing, nothing).IsVerified, "nothing was compared");
    }

    private RunOutcome Outcome() => BruteForce.Compute(
        Cli.Recordings.Recording.Open(SmallRecording.Write(_folder["recording"])).Read(),
        new PipelineOptions(),
        static n => n,
        TestContext.Current.CancellationToken);
}
