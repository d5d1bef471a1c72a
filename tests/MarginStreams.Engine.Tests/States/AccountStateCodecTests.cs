using System.Numerics;
using CsCheck;

namespace MarginStreams.Engine.Tests;

/// <summary>An account's state comes back from its record as it went in, and bytes that nobody wrote are an error rather than another state.</summary>
public sealed class AccountStateCodecTests
{
    private static readonly Gen<BigInteger> Amounts = Gen.Select(Gen.Byte.Array[0, 32], bytes => new BigInteger(bytes));
    private static readonly Gen<string> Names = Gen.String[Gen.Char["abcä/€\uE000"], 0, 5];
    private static readonly Gen<long> Counts = Gen.Long[0, long.MaxValue];

    private static readonly Gen<AccountState> States =
        from offset in Gen.Long
        from attributes in Gen.Select(Names, Amounts, KeyValuePair.Create).Array[0, 3].Null()
        from holdings in Gen.Select(Names, Amounts, Amounts, Amounts, (name, a, b, c) => KeyValuePair.Create(name, new Holding(a, b, c))).Array[0, 4]
        from episode in Gen.Select(Gen.Int, Gen.Long, Gen.Long, Gen.Int[0, int.MaxValue], Gen.Bool, Gen.Bool, Counts)
            .Select((partition, frame, at, sequence, held, bankrupt, expires) =>
                new EpisodeState(new EpisodeId(partition, frame, at), sequence, held, bankrupt, expires)).Null()
        from band in Gen.Enum<AccountBand>().Nullable()
        from awaits in Gen.Select(Gen.Int[0, int.MaxValue], Counts, Gen.Long[-1, long.MaxValue])
            .Select((remaining, block, since) => new AwaitState(remaining, block, since)).Null()
        from warning in Gen.OneOf(Gen.Const(0L), Counts)
        select new AccountState("v:ä", offset, attributes is null ? null : InOrder(attributes), InOrder(holdings), episode, band, awaits, warning);

    [Fact]
    public void Encode_AnyState_ComesBack() => States.Sample(state =>
    {
        AccountState back = AccountStateCodec.Decode(state.Account, AccountStateCodec.Encode(state));
        Assert.Equal(EffectText.Full(state), EffectText.Full(back));
        Assert.Equal(StateHash.Of(state), StateHash.Of(back));
        Assert.Equal(state.PositionOffset, back.PositionOffset);
    });

    /// <summary>The engine in production writes from its tables, and reads into them, what the plain codec does.</summary>
    [Fact]
    public void Encode_AnyState_IsWhatTheTablesGive() => States.Sample(state =>
    {
        byte[] bytes = AccountStateCodec.Encode(state);
        var engine = new MarginEngine(new EngineOptions(0));
        engine.Restore("v:ä"u8, bytes);
        Assert.Equal(bytes, StateRecords.Walked(engine).All.Single().State);
        Assert.Equal(EffectText.Full(state), EffectText.Full(engine.Accounts().Single()));
    });

    [Fact]
    public void Decode_BytesCutOrChanged_NeverPassUnnoticedAsLonger() => Gen.Select(States, Gen.Int[0, 1000], Gen.Byte).Sample((state, at, value) =>
    {
        byte[] bytes = AccountStateCodec.Encode(state);
        Assert.Throws<InvalidDataException>(() => AccountStateCodec.Decode("v:ä", [.. bytes, 0xFF]));

        // Any other bytes are another state or an error, but never a failure of another kind, and only one record is a state's.
        int place = at % bytes.Length;
        foreach (byte[] other in new[] { bytes[..place], [.. bytes, value], [.. bytes[..place], value, .. bytes[(place + 1)..]] })
        {
            string plain = Read(() => AccountStateCodec.Decode("v:ä", other));
            if (other.Length > 0)
            {
                Assert.Equal(plain, Read(() => InTables(other)));
            }

            if (plain.Length > 0)
            {
                Assert.Equal(other, AccountStateCodec.Encode(AccountStateCodec.Decode("v:ä", other)));
            }
        }
    });

    [Fact]
    public void Decode_AnotherVersion_IsNamed()
    {
        var failure = Assert.Throws<InvalidDataException>(() => AccountStateCodec.Decode("v:a", [9]));
        Assert.Equal("expected version 3 of an account's state, but it is 9", failure.Message);
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData(":nobody")]
    public void Restore_IdWithoutVenue_IsRefused(string account)
    {
        byte[] state = AccountStateCodec.Encode(new AccountState(account, 0, null, [], null, null, null, 0));
        Assert.Throws<InvalidDataException>(() => new MarginEngine(new EngineOptions(0)).Restore(System.Text.Encoding.UTF8.GetBytes(account), state));
    }

    private static AccountState InTables(byte[] bytes)
    {
        var engine = new MarginEngine(new EngineOptions(0));
        engine.Restore("v:ä"u8, bytes);
        return engine.Find("v:ä")!;
    }

    private static string Read(Func<AccountState> read)
    {
        try
        {
            return EffectText.Full(read());
        }
        catch (InvalidDataException)
        {
            return "";
        }
    }

    private static KeyValuePair<string, T>[] InOrder<T>(KeyValuePair<string, T>[] pairs) =>
        [.. pairs.DistinctBy(pair => pair.Key).OrderBy(pair => pair.Key, StringComparer.Ordinal)];
}
