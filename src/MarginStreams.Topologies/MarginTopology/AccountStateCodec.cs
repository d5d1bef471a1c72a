using System.Numerics;
using System.Text;
using MarginStreams.Engine;

namespace MarginStreams.Topologies;

/// <summary>An account's state in the changelog: a version byte, then its fields in order, strings and integers with their lengths.</summary>
internal static class AccountStateCodec
{
    private const byte Version = 1;

    /// <summary>To bytes.</summary>
    public static byte[] Encode(AccountState state)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(Version);
        writer.Write(state.Account);
        writer.Write(state.PositionOffset);
        writer.Write(state.Attributes is not null);
        foreach ((string name, BigInteger value) in Counted(writer, state.Attributes ?? []))
        {
            writer.Write(name);
            Write(writer, value);
        }

        foreach ((string instrument, Holding holding) in Counted(writer, state.Holdings))
        {
            writer.Write(instrument);
            Write(writer, holding.Size);
            Write(writer, holding.Cost);
            Write(writer, holding.SettledIndex);
        }

        Write(writer, state.Episode);
        writer.Write(state.Band is { } band ? (sbyte)band : (sbyte)-1);
        writer.Write(state.Await is not null);
        if (state.Await is { } awaits)
        {
            writer.Write(awaits.RemainingInBlock);
            writer.Write(awaits.BlockNumber);
            writer.Write(awaits.SinceFrame);
        }

        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>From bytes.</summary>
    public static AccountState Decode(ReadOnlySpan<byte> bytes)
    {
        using var stream = new MemoryStream(bytes.ToArray());
        using var reader = new BinaryReader(stream, Encoding.UTF8);
        byte version = reader.ReadByte();
        if (version != Version)
        {
            throw new InvalidDataException($"expected version {Version} of an account's state, but it is {version}");
        }

        string account = reader.ReadString();
        long offset = reader.ReadInt64();
        bool hasAttributes = reader.ReadBoolean();
        var attributes = new KeyValuePair<string, BigInteger>[reader.ReadInt32()];
        for (int i = 0; i < attributes.Length; i++)
        {
            attributes[i] = KeyValuePair.Create(reader.ReadString(), ReadInteger(reader));
        }

        var holdings = new KeyValuePair<string, Holding>[reader.ReadInt32()];
        for (int i = 0; i < holdings.Length; i++)
        {
            string instrument = reader.ReadString();
            holdings[i] = KeyValuePair.Create(instrument, new Holding(ReadInteger(reader), ReadInteger(reader), ReadInteger(reader)));
        }

        EpisodeState? episode = ReadEpisode(reader);
        sbyte band = reader.ReadSByte();
        AwaitState? awaits = reader.ReadBoolean() ? new(reader.ReadInt32(), reader.ReadInt64(), reader.ReadInt64()) : null;
        return new(account, offset, hasAttributes ? attributes : null, holdings, episode, band < 0 ? null : (AccountBand)band, awaits);
    }

    private static void Write(BinaryWriter writer, EpisodeState? episode)
    {
        writer.Write(episode is not null);
        if (episode is null)
        {
            return;
        }

        writer.Write(episode.Id.Partition);
        writer.Write(episode.Id.Frame);
        writer.Write(episode.Id.PositionOffset);
        writer.Write(episode.Sequence);
        writer.Write(episode.Held);
        writer.Write(episode.Bankrupt);
        writer.Write(episode.ExpiresAtMs);
    }

    private static EpisodeState? ReadEpisode(BinaryReader reader) =>
        reader.ReadBoolean()
            ? new(
                new EpisodeId(reader.ReadInt32(), reader.ReadInt64(), reader.ReadInt64()),
                reader.ReadInt32(),
                reader.ReadBoolean(),
                reader.ReadBoolean(),
                reader.ReadInt64())
            : null;

    private static void Write(BinaryWriter writer, BigInteger value)
    {
        byte[] bytes = value.ToByteArray();
        writer.Write((byte)bytes.Length);
        writer.Write(bytes);
    }

    private static BigInteger ReadInteger(BinaryReader reader) => new(reader.ReadBytes(reader.ReadByte()));

    private static IReadOnlyList<T> Counted<T>(BinaryWriter writer, IReadOnlyList<T> list)
    {
        writer.Write(list.Count);
        return list;
    }
}
