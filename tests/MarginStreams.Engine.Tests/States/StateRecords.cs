using System.Text;

namespace MarginStreams.Engine.Tests;

/// <summary>Records of states as an engine gives them, in order.</summary>
internal sealed class StateRecords : IStateSink
{
    public List<(byte[] Account, byte[] State)> All { get; } = [];

    public IEnumerable<string> Texts => All.Select(one => $"{Encoding.UTF8.GetString(one.Account)} {Convert.ToHexString(one.State)}");

    /// <summary>Those that changed; one that is gone has an empty state.</summary>
    public static StateRecords Changed(IMarginEngine engine)
    {
        var records = new StateRecords();
        engine.TakeChanges(records);
        return records;
    }

    /// <summary>All of them, by a walk.</summary>
    public static StateRecords Walked(IMarginEngine engine)
    {
        var records = new StateRecords();
        IStateWalk walk = engine.Walk();
        while (walk.TryNext(records))
        {
        }

        return records;
    }

    public void Put(ReadOnlySpan<byte> account, ReadOnlySpan<byte> state) => All.Add((account.ToArray(), state.ToArray()));

    public void Remove(ReadOnlySpan<byte> account) => All.Add((account.ToArray(), []));

    /// <summary>Gives them to an engine.</summary>
    public void Give(IMarginEngine engine) => All.ForEach(one => engine.Restore(one.Account, one.State));

    /// <summary>Gives them to an engine, which goes on from them.</summary>
    public void Into(IMarginEngine engine)
    {
        Give(engine);
        engine.Restored();
    }
}
