using System.Buffers.Binary;
using System.Text.Unicode;

namespace MarginStreams.Contracts;

/// <summary>
/// A <see cref="Position"/> as it stands in its bytes, for those that are as nearly all are: names stay UTF-8, amounts have at most 128 bits, and there are no
/// attributes. Whoever has other bytes reads them with the codec, which also tells what is wrong with them.
/// </summary>
public readonly ref struct PositionView
{
    private static readonly int Causes = Enum.GetValues<PositionCause>().Length;
    private static readonly int Finalities = Enum.GetValues<Finality>().Length;

    /// <summary>Account id, UTF-8.</summary>
    public ReadOnlySpan<byte> Account { get; private init; }

    /// <summary>Instrument id, UTF-8.</summary>
    public ReadOnlySpan<byte> Instrument { get; private init; }

    /// <summary>See <see cref="Position.Size"/>.</summary>
    public Int128 Size { get; private init; }

    /// <summary>See <see cref="Position.Cost"/>.</summary>
    public Int128 Cost { get; private init; }

    /// <summary>See <see cref="Position.SettledIndex"/>.</summary>
    public Int128 SettledIndex { get; private init; }

    /// <summary>Why it changed.</summary>
    public PositionCause Cause { get; private init; }

    /// <summary>Block of the record; 0 is none.</summary>
    public long BlockNumber { get; private init; }

    /// <summary>See <see cref="Position.RemainingInBlock"/>.</summary>
    public int RemainingInBlock { get; private init; }

    /// <summary>Reads bare Avro binary; false where the codec has to.</summary>
    public static bool TryRead(ReadOnlySpan<byte> avro, out PositionView view)
    {
        var cursor = new Cursor(avro);
        ReadOnlySpan<byte> account = cursor.Utf8Text(), instrument = cursor.Utf8Text();
        Int128 size = cursor.Amount(), cost = cursor.Amount(), settled = cursor.Amount();
        cursor.Expect(cursor.Long() == 0);
        int cause = cursor.Index(Causes);
        long block = 0;
        if (cursor.Index(2) == 1)
        {
            cursor.Long();
            block = cursor.Long();
            cursor.Utf8Text();
            cursor.Int();
            cursor.Utf8Text();
            cursor.Index(Finalities);
        }

        view = new PositionView
        {
            Account = account,
            Instrument = instrument,
            Size = size,
            Cost = cost,
            SettledIndex = settled,
            Cause = (PositionCause)cause,
            BlockNumber = block,
            RemainingInBlock = cursor.Int(),
        };
        return cursor.IsWhole;
    }

    /// <summary>Reads on to the end whatever it finds, and tells there whether all of it was as expected.</summary>
    private ref struct Cursor(ReadOnlySpan<byte> bytes)
    {
        private readonly ReadOnlySpan<byte> _bytes = bytes;
        private int _at;
        private bool _isBroken;

        public readonly bool IsWhole => !_isBroken && _at == _bytes.Length;

        public void Expect(bool holds) => _isBroken |= !holds;

        public long Long()
        {
            ulong value = 0;
            for (int shift = 0; shift < 63 && _at < _bytes.Length; shift += 7)
            {
                byte part = _bytes[_at++];
                value |= (ulong)(part & 0x7F) << shift;
                if (part < 0x80)
                {
                    return unchecked((long)(value >> 1) ^ -(long)(value & 1));
                }
            }

            // Too short, or too long for what is usual.
            _isBroken = true;
            return 0;
        }

        public int Int()
        {
            long value = Long();
            Expect(value is >= int.MinValue and <= int.MaxValue);
            return unchecked((int)value);
        }

        public int Index(int count)
        {
            long index = Long();
            bool isThere = index >= 0 && index < count;
            Expect(isThere);
            return isThere ? (int)index : 0;
        }

        public ReadOnlySpan<byte> Utf8Text()
        {
            ReadOnlySpan<byte> text = Bytes();
            Expect(Utf8.IsValid(text));
            return text;
        }

        public Int128 Amount()
        {
            ReadOnlySpan<byte> amount = Bytes();
            if (amount.IsEmpty || amount.Length > 16)
            {
                _isBroken = true;
                return 0;
            }

            if (amount.Length <= sizeof(long))
            {
                return Amounts.ReadLong(amount);
            }

            Span<byte> wide = stackalloc byte[16];
            wide[..^amount.Length].Fill(amount[0] < 0x80 ? (byte)0 : (byte)0xFF);
            amount.CopyTo(wide[^amount.Length..]);
            return BinaryPrimitives.ReadInt128BigEndian(wide);
        }

        private ReadOnlySpan<byte> Bytes()
        {
            long length = Long();
            if (length < 0 || length > _bytes.Length - _at)
            {
                _isBroken = true;
                return [];
            }

            ReadOnlySpan<byte> taken = _bytes.Slice(_at, (int)length);
            _at += (int)length;
            return taken;
        }
    }
}
