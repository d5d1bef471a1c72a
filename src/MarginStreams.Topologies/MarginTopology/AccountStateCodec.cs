using System.Numerics;
using MarginStreams.Engine;

namespace MarginStreams.Topologies;

/// <summary>An account's state in the changelog, except its id, which is the key.</summary>
internal static class AccountStateCodec
{
    private const byte Version = 2;
    private const byte NoBand = 0;

    /// <summary>To bytes.</summary>
    public static byte[] Encode(AccountState state)
    {
        StateWriter writer = StateWriter.Own();
        writer.WriteByte(Version);
        writer.WriteLong(state.PositionOffset);
        WriteAttributes(writer, state.Attributes);
        writer.WriteLong(state.Holdings.Count);
        foreach ((string instrument, Holding holding) in state.Holdings)
        {
            writer.WriteString(instrument);
            writer.WriteAmount(holding.Size);
            writer.WriteAmount(holding.Cost);
            writer.WriteAmount(holding.SettledIndex);
        }

        WriteEpisode(writer, state.Episode);
        writer.WriteByte(state.Band is { } band ? (byte)(band + 1) : NoBand);
        writer.WriteBoolean(state.Await is not null);
        if (state.Await is { } awaits)
        {
            writer.WriteLong(awaits.RemainingInBlock);
            writer.WriteLong(awaits.BlockNumber);
            writer.WriteLong(awaits.SinceFrame);
        }

        writer.WriteLong(state.WarningPpm);
        return writer.ToArray();
    }

    /// <summary>From bytes.</summary>
    public static AccountState Decode(string account, ReadOnlySpan<byte> bytes)
    {
        var reader = new StateReader(bytes, Version, "an account's state");
        long offset = reader.ReadLong();
        KeyValuePair<string, BigInteger>[]? attributes = ReadAttributes(ref reader);
        var holdings = new KeyValuePair<string, Holding>[reader.ReadCount()];
        for (int i = 0; i < holdings.Length; i++)
        {
            string instrument = reader.ReadString();
            holdings[i] = KeyValuePair.Create(instrument, new Holding(reader.ReadAmount(), reader.ReadAmount(), reader.ReadAmount()));
        }

        EpisodeState? episode = ReadEpisode(ref reader);
        byte band = reader.ReadByte();
        AwaitState? awaits = reader.ReadBoolean() ? new(reader.ReadInt(), reader.ReadLong(), reader.ReadLong()) : null;
        long warningPpm = reader.ReadLong();
        reader.ExpectEnd();
        return new(account, offset, attributes, holdings, episode, band == NoBand ? null : (AccountBand)(band - 1), awaits, warningPpm);
    }

    private static void WriteAttributes(StateWriter writer, IReadOnlyList<KeyValuePair<string, BigInteger>>? attributes)
    {
        writer.WriteBoolean(attributes is not null);
        if (attributes is null)
        {
            return;
        }

        writer.WriteLong(attributes.Count);
        foreach ((string name, BigInteger value) in attributes)
        {
            writer.WriteString(name);
            writer.WriteAmount(value);
        }
    }

    private static KeyValuePair<string, BigInteger>[]? ReadAttributes(ref StateReader reader)
    {
        if (!reader.ReadBoolean())
        {
            return null;
        }

        var attributes = new KeyValuePair<string, BigInteger>[reader.ReadCount()];
        for (int i = 0; i < attributes.Length; i++)
        {
            attributes[i] = KeyValuePair.Create(reader.ReadString(), reader.ReadAmount());
        }

        return attributes;
    }

    private static void WriteEpisode(StateWriter writer, EpisodeState? episode)
    {
        writer.WriteBoolean(episode is not null);
        if (episode is null)
        {
            return;
        }

        writer.WriteLong(episode.Id.Partition);
        writer.WriteLong(episode.Id.Frame);
        writer.WriteLong(episode.Id.PositionOffset);
        writer.WriteLong(episode.Sequence);
        writer.WriteBoolean(episode.Held);
        writer.WriteBoolean(episode.Bankrupt);
        writer.WriteLong(episode.ExpiresAtMs);
    }

    private static EpisodeState? ReadEpisode(ref StateReader reader) =>
        reader.ReadBoolean()
            ? new(
                new EpisodeId(reader.ReadInt(), reader.ReadLong(), reader.ReadLong()),
                reader.ReadInt(),
                reader.ReadBoolean(),
                reader.ReadBoolean(),
                reader.ReadLong())
            : null;
}
