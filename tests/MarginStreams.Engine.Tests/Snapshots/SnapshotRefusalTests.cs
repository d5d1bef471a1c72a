using System.Numerics;

namespace MarginStreams.Engine.Tests;

/// <summary>What cannot be a snapshot is refused with InvalidDataException and nothing else; what is read all the same can be gone on with.</summary>
public sealed class SnapshotRefusalTests
{
    private static readonly EngineOptions Options = new(Partition: 3, MaxAwaitFrames: 4);
    private static readonly List<object> Events = World.Events(seed: 3, count: 60);

    [Fact]
    public void ReadSnapshot_CutAnywhere_IsRefused()
    {
        byte[] all = Some().All;
        for (int length = 0; length < all.Length; length++)
        {
            Assert.Throws<InvalidDataException>(() => new MarginEngine(Options).ReadSnapshot(new SnapshotBytes(all.Take(length))));
        }
    }

    /// <summary>Every byte, changed in several ways: it is refused, or it is another state that every question can be asked of.</summary>
    [Fact]
    public void ReadSnapshot_AnyByteChanged_IsRefusedOrWhole()
    {
        byte[] all = Some().All;
        int refused = 0, read = 0;
        foreach (byte change in new byte[] { 0x01, 0x80, 0xFF, 0x10 })
        {
            for (int at = 0; at < all.Length; at++)
            {
                byte[] changed = [.. all];
                changed[at] ^= change;
                var engine = new MarginEngine(Options);
                engine.Apply(Keyframe(), new RecordedEffects());
                try
                {
                    engine.ReadSnapshot(new SnapshotBytes(changed));
                    read++;
                }
                catch (InvalidDataException)
                {
                    refused++;
                    continue;
                }

                AccountState[] states = [.. engine.Accounts()];
                Assert.All(states, state => engine.Assess(state.Account));
                Assert.NotEqual(default, StateHash.Of(states));
                engine.Apply(Keyframe(), new RecordedEffects());
                Assert.All(states, state => Apply(engine, Deposit(state.Account)));
            }
        }

        Assert.True(refused > all.Length && read > all.Length / 4, $"{refused} refused, {read} read");
    }

    [Theory]
    [InlineData(0, "does not begin as one")]
    [InlineData(8, "has version")]
    [InlineData(24, "accounts after")]
    public void ReadSnapshot_NotWhatItSays_TellsWhatIsWrong(int at, string what)
    {
        byte[] all = Some().All;
        all[at] ^= 1;
        InvalidDataException thrown = Assert.Throws<InvalidDataException>(() => new MarginEngine(Options).ReadSnapshot(new SnapshotBytes(all)));
        Assert.Contains(what, thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReadSnapshot_IntoAnEngineThatHadAccounts_Throws()
    {
        var engine = new MarginEngine(Options);
        Apply(engine, Deposit("dex:a"));
        Apply(engine, new HoldingEvent("dex:a", "dex/ETH", 1, null, default, 0, 0));
        Assert.Equal(0, engine.AccountCount);
        Assert.Throws<InvalidOperationException>(() => engine.ReadSnapshot(Some()));
    }

    /// <summary>More accounts than a block takes, each told from its number.</summary>
    [Fact]
    public void ReadSnapshot_ManyBlocks_HoldsEveryAccount()
    {
        var engine = new MarginEngine(Options);
        for (int i = 0; i < (3 * SnapshotFormat.BlockAccountsMax) + 5; i++)
        {
            var holding = new Holding(i + 1, BigInteger.Pow(2, i % 200), 0);
            engine.Restore(new AccountState($"dex:{i}", i, null, [KeyValuePair.Create("dex/ETH", holding)], null, null, null, 0));
        }

        SnapshotBytes bytes = SnapshotBytes.Of(engine, out SnapshotSummary written);
        var again = new MarginEngine(Options);
        Assert.Equal(written, again.ReadSnapshot(bytes));
        Assert.Equal(written.ByteCount, bytes.All.Length);
        Assert.Equal(StateHash.Of(engine.Accounts()), StateHash.Of(again.Accounts()));
    }

    private static SnapshotBytes Some()
    {
        var engine = new MarginEngine(Options);
        Events.ForEach(one => Apply(engine, one));
        SnapshotBytes bytes = SnapshotBytes.Of(engine, out SnapshotSummary written);
        Assert.True(written.AccountCount > 3);
        Assert.Contains(engine.Accounts(), state => state.Holdings.Any(held => held.Value.Size.GetBitLength() > 120));
        return bytes;
    }

    private static HoldingEvent Deposit(string account) => new(account, account.Split(':')[0] + "/ETH", 0, new Holding(5, 0, 0), default, 0, 0);

    private static MarketFrame Keyframe()
    {
        var market = new WorldMirror();
        Events.ForEach(market.Take);
        return market.Keyframe()!;
    }

    private static void Apply(MarginEngine engine, object happening) => Comparison.Apply(engine, happening, new RecordedEffects());
}
