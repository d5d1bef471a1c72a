using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.IO.Hashing;
using System.Numerics;
using System.Text;

namespace MarginStreams.Engine;

/// <summary>
/// A hash over accounts that does not depend on their order: the sum, modulo 2^128, of each account's XxHash128. So it can be kept
/// incrementally: take the old state away, add the new one. It finds differences; it does not withstand an attacker.
/// </summary>
/// <remarks>
/// Hashed are account id, attributes, holdings, episode, band, warning line and awaiting; not the position offset, which depends on the log and not on
/// the state. Canonical form: integers little-endian; text as byte length and UTF-8; big integers as byte length and minimal big-endian
/// two's complement; lists as count and items; an optional part as 0, or 1 and the part.
/// </remarks>
/// <param name="Value">The sum.</param>
public readonly record struct StateHash(UInt128 Value)
{
    /// <summary>The hash of one account.</summary>
    public static StateHash Of(AccountState account)
    {
        var buffer = new ArrayBufferWriter<byte>();
        return Of(account, buffer);
    }

    /// <summary>The hash of many accounts, in any order; zero for none.</summary>
    public static StateHash Of(IEnumerable<AccountState> accounts)
    {
        ArgumentNullException.ThrowIfNull(accounts);
        var buffer = new ArrayBufferWriter<byte>();
        StateHash sum = default;
        foreach (AccountState account in accounts)
        {
            sum += Of(account, buffer);
        }

        return sum;
    }

    /// <summary>The hash with another account's beside it.</summary>
    public static StateHash operator +(StateHash left, StateHash right) => new(unchecked(left.Value + right.Value));

    /// <summary>The hash without an account that was in it.</summary>
    public static StateHash operator -(StateHash left, StateHash right) => new(unchecked(left.Value - right.Value));

    /// <summary>The same as the operator.</summary>
    public StateHash Add(StateHash other) => this + other;

    /// <summary>The same as the operator.</summary>
    public StateHash Subtract(StateHash other) => this - other;

    /// <summary>32 lower-case hexadecimal digits.</summary>
    public override string ToString() => Value.ToString("x32", CultureInfo.InvariantCulture);

    private static StateHash Of(AccountState account, ArrayBufferWriter<byte> buffer)
    {
        ArgumentNullException.ThrowIfNull(account);
        buffer.ResetWrittenCount();
        Write(account, buffer);
        return new(XxHash128.HashToUInt128(buffer.WrittenSpan));
    }

    private static void Write(AccountState account, ArrayBufferWriter<byte> buffer)
    {
        Write(account.Account, buffer);
        Write(account.Attributes is not null, buffer);
        if (account.Attributes is not null)
        {
            Write(account.Attributes.Count, buffer);
            foreach ((string name, BigInteger value) in account.Attributes)
            {
                Write(name, buffer);
                Write(value, buffer);
            }
        }

        Write(account.Holdings.Count, buffer);
        foreach ((string instrument, Holding holding) in account.Holdings)
        {
            Write(instrument, buffer);
            Write(holding.Size, buffer);
            Write(holding.Cost, buffer);
            Write(holding.SettledIndex, buffer);
        }

        Write(account.Episode, buffer);
        Write(account.Band is not null, buffer);
        if (account.Band is { } band)
        {
            Write((int)band, buffer);
        }

        Write(account.Await, buffer);
        Write(account.WarningPpm, buffer);
    }

    private static void Write(EpisodeState? episode, ArrayBufferWriter<byte> buffer)
    {
        Write(episode is not null, buffer);
        if (episode is not null)
        {
            Write(episode.Id.Partition, buffer);
            Write(episode.Id.Frame, buffer);
            Write(episode.Id.PositionOffset, buffer);
            Write(episode.Sequence, buffer);
            Write(episode.Held, buffer);
            Write(episode.Bankrupt, buffer);
            Write(episode.ExpiresAtMs, buffer);
        }
    }

    private static void Write(AwaitState? awaiting, ArrayBufferWriter<byte> buffer)
    {
        Write(awaiting is not null, buffer);
        if (awaiting is not null)
        {
            Write(awaiting.RemainingInBlock, buffer);
            Write(awaiting.BlockNumber, buffer);
            Write(awaiting.SinceFrame, buffer);
        }
    }

    private static void Write(string text, ArrayBufferWriter<byte> buffer)
    {
        int length = Encoding.UTF8.GetByteCount(text);
        Write(length, buffer);
        buffer.Advance(Encoding.UTF8.GetBytes(text, buffer.GetSpan(length)));
    }

    private static void Write(BigInteger value, ArrayBufferWriter<byte> buffer)
    {
        int length = value.GetByteCount();
        Write(length, buffer);
        value.TryWriteBytes(buffer.GetSpan(length), out int written, isBigEndian: true);
        buffer.Advance(written);
    }

    private static void Write(bool value, ArrayBufferWriter<byte> buffer)
    {
        buffer.GetSpan(1)[0] = value ? (byte)1 : (byte)0;
        buffer.Advance(1);
    }

    private static void Write(int value, ArrayBufferWriter<byte> buffer)
    {
        BinaryPrimitives.WriteInt32LittleEndian(buffer.GetSpan(sizeof(int)), value);
        buffer.Advance(sizeof(int));
    }

    private static void Write(long value, ArrayBufferWriter<byte> buffer)
    {
        BinaryPrimitives.WriteInt64LittleEndian(buffer.GetSpan(sizeof(long)), value);
        buffer.Advance(sizeof(long));
    }
}
