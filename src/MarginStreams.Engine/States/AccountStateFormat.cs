using System.Numerics;

namespace MarginStreams.Engine;

/// <summary>
/// How an account's state lies in the record that a changelog and a snapshot keep of it; its id is the key. Values are as <see cref="StateWriter"/> has them.
/// <code>
/// version      byte
/// what is there byte: the band plus one (3 bits), attributes (bit 3), episode (bit 4), await (bit 5), warning line (bit 6)
/// position offset integer
/// warning line integer, ppm, above 0
/// attributes   count; name (text), value (amount), in ordinal order of name
/// episode      partition, frame, position offset, sequence (integers), held and bankrupt (byte: bits 0 and 1), expiry (integer)
/// await        remaining in block, block, since frame (integers)
/// holdings     to the end: instrument (text), size, cost, settled index (amounts), in ordinal order of instrument
/// </code>
/// Whoever has the same state writes the same bytes. A record stands alone: it names its instruments.
/// </summary>
internal static class AccountStateFormat
{
    /// <summary>The version that is written, and the only one that is read.</summary>
    public const byte Version = 3;

    /// <summary>What a reader says that it reads.</summary>
    public const string What = "an account's state";

    private const int BandMask = 0b111, AttributesBit = 1 << 3, EpisodeBit = 1 << 4, AwaitBit = 1 << 5, WarningBit = 1 << 6, AllBits = (1 << 7) - 1;
    private const int HeldBit = 1, BankruptBit = 2;

    /// <summary>Everything before the holdings.</summary>
    public static void WriteHead(StateWriter writer, in AccountHead head)
    {
        writer.WriteByte(Version);
        int bits = head.Band
            | (head.Attributes is null ? 0 : AttributesBit)
            | (head.Episode is null ? 0 : EpisodeBit)
            | (head.Await is null ? 0 : AwaitBit)
            | (head.WarningPpm == 0 ? 0 : WarningBit);
        writer.WriteByte((byte)bits);
        writer.WriteLong(head.PositionOffset);
        if (head.WarningPpm != 0)
        {
            writer.WriteLong(head.WarningPpm);
        }

        if (head.HasExtras)
        {
            WriteExtras(writer, head);
        }
    }

    /// <summary>Everything before the holdings.</summary>
    public static AccountHead ReadHead(ref StateReader reader)
    {
        byte bits = reader.ReadByte();
        if ((bits & ~AllBits) != 0 || (bits & BandMask) > (int)AccountBand.BadDebt + 1)
        {
            reader.Refuse();
        }

        return new AccountHead(
            reader.ReadLong(),
            (byte)(bits & BandMask),
            (bits & WarningBit) == 0 ? 0 : reader.ReadLongFrom(1),
            (bits & AttributesBit) == 0 ? null : ReadAttributes(ref reader),
            (bits & EpisodeBit) == 0 ? null : ReadEpisode(ref reader),
            (bits & AwaitBit) == 0 ? null : ReadAwait(ref reader));
    }

    private static void WriteExtras(StateWriter writer, in AccountHead head)
    {
        if (head.Attributes is { } attributes)
        {
            writer.WriteLong(attributes.Count);
            foreach ((string name, BigInteger value) in attributes)
            {
                writer.WriteString(name);
                writer.WriteAmount(value);
            }
        }

        if (head.Episode is { } episode)
        {
            writer.WriteLong(episode.Id.Partition);
            writer.WriteLong(episode.Id.Frame);
            writer.WriteLong(episode.Id.PositionOffset);
            writer.WriteLong(episode.Sequence);
            writer.WriteByte((byte)((episode.Held ? HeldBit : 0) | (episode.Bankrupt ? BankruptBit : 0)));
            writer.WriteLong(episode.ExpiresAtMs);
        }

        if (head.Await is { } awaits)
        {
            writer.WriteLong(awaits.RemainingInBlock);
            writer.WriteLong(awaits.BlockNumber);
            writer.WriteLong(awaits.SinceFrame);
        }
    }

    private static KeyValuePair<string, BigInteger>[] ReadAttributes(ref StateReader reader)
    {
        var attributes = new KeyValuePair<string, BigInteger>[reader.ReadCount()];
        for (int i = 0; i < attributes.Length; i++)
        {
            attributes[i] = KeyValuePair.Create(reader.ReadString(), reader.ReadAmount());
            if (i > 0 && string.CompareOrdinal(attributes[i - 1].Key, attributes[i].Key) >= 0)
            {
                reader.Refuse();
            }
        }

        return attributes;
    }

    private static EpisodeState ReadEpisode(ref StateReader reader)
    {
        var id = new EpisodeId(reader.ReadInt(), reader.ReadLong(), reader.ReadLong());
        int sequence = reader.ReadInt();
        byte bits = reader.ReadByte();
        if (sequence < 0 || (bits & ~(HeldBit | BankruptBit)) != 0)
        {
            reader.Refuse();
        }

        return new EpisodeState(id, sequence, (bits & HeldBit) != 0, (bits & BankruptBit) != 0, reader.ReadLongFrom(0));
    }

    private static AwaitState ReadAwait(ref StateReader reader)
    {
        int remaining = reader.ReadInt();
        if (remaining < 0)
        {
            reader.Refuse();
        }

        return new AwaitState(remaining, reader.ReadLongFrom(0), reader.ReadLongFrom(-1));
    }
}
