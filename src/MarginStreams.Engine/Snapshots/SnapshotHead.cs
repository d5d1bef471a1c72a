using System.Buffers.Binary;
using System.Text;

namespace MarginStreams.Engine;

/// <summary>The head of a snapshot that is read: how many accounts follow, and what the places in their rows and words mean here.</summary>
internal sealed class SnapshotHead
{
    private const int NoPlace = -1;
    private readonly MarketTable _market;
    private readonly string[] _venues;
    private readonly byte[][] _prefixes;
    private readonly string[] _instruments;
    private readonly int[] _venuePlaces;
    private readonly int[] _instrumentPlaces;
    private readonly ushort[] _lines;

    private SnapshotHead(ReadOnlySpan<byte> body, MarketTable market, WarningLines warnings)
    {
        _market = market;
        var cursor = new SnapshotCursor(body, "the head");
        Frame = cursor.LongFrom(-1);
        AccountCount = cursor.Count();
        int venues = cursor.Count(), instruments = cursor.Count(), lines = cursor.Count();
        if (Math.Max(venues, Math.Max(instruments, lines)) > body.Length)
        {
            SnapshotCursor.Throw($"{venues} venues, {instruments} instruments and {lines} lines are not in a head of {body.Length} bytes");
        }

        _venues = Texts(ref cursor, venues);
        _prefixes = Array.ConvertAll(_venues, venue => Encoding.UTF8.GetBytes(venue + ":"));
        _instruments = Texts(ref cursor, instruments);
        _venuePlaces = new int[venues];
        _instrumentPlaces = new int[instruments];
        Array.Fill(_venuePlaces, NoPlace);
        Array.Fill(_instrumentPlaces, NoPlace);
        _lines = new ushort[lines];
        for (int i = 0; i < lines; i++)
        {
            _lines[i] = warnings.NumberOf(cursor.Long());
        }

        if (Array.Exists(_venues, venue => venue.Length == 0 || venue.Contains(':')))
        {
            SnapshotCursor.Throw("a venue has no name, or one with a colon");
        }

        if (lines == 0 || _lines[0] != 0 || !cursor.IsAtEnd)
        {
            SnapshotCursor.Throw("the first warning line is not none, or there is more in the head than its counts say");
        }
    }

    /// <summary>Number of the latest frame that the writer had seen.</summary>
    public long Frame { get; }

    /// <summary>Accounts that follow.</summary>
    public int AccountCount { get; }

    /// <summary>Instruments that the words may mean.</summary>
    public int InstrumentCount => _instruments.Length;

    /// <summary>Reads it from the beginning of a source.</summary>
    public static SnapshotHead Read(Func<int, ReadOnlyMemory<byte>> read, MarketTable market, WarningLines warnings)
    {
        ReadOnlySpan<byte> prefix = read(SnapshotFormat.PrefixBytes).Span;
        if (BinaryPrimitives.ReadInt64LittleEndian(prefix) != SnapshotFormat.Magic)
        {
            SnapshotCursor.Throw("it does not begin as one");
        }

        int version = BinaryPrimitives.ReadInt32LittleEndian(prefix[8..]), count = BinaryPrimitives.ReadInt32LittleEndian(prefix[12..]);
        if (version != SnapshotFormat.Version)
        {
            SnapshotCursor.Throw($"it has version {version}, and only {SnapshotFormat.Version} is known");
        }

        return new SnapshotHead(read(count).Span, market, warnings);
    }

    /// <summary>The place here of the venue of an account; its id must be one of that venue.</summary>
    public int VenueOf(int place, ReadOnlySpan<byte> account)
    {
        if (place >= _venues.Length || !account.StartsWith(_prefixes[place]))
        {
            SnapshotCursor.Throw($"account {Encoding.UTF8.GetString(account)} is not of venue {place}");
        }

        ref int here = ref _venuePlaces[place];
        return here != NoPlace ? here : here = _market.Venue(_venues[place]).Index;
    }

    /// <summary>The place here of an instrument.</summary>
    public int Instrument(int place)
    {
        if (place >= _instruments.Length)
        {
            SnapshotCursor.Throw($"instrument {place} is not one of {_instruments.Length}");
        }

        ref int here = ref _instrumentPlaces[place];
        return here != NoPlace ? here : here = _market.Instrument(_instruments[place]).Index;
    }

    /// <summary>The number here of a warning line.</summary>
    public ushort Line(int place)
    {
        if (place >= _lines.Length)
        {
            SnapshotCursor.Throw($"warning line {place} is not one of {_lines.Length}");
        }

        return _lines[place];
    }

    private static string[] Texts(ref SnapshotCursor cursor, int count)
    {
        var texts = new string[count];
        var known = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < count; i++)
        {
            texts[i] = cursor.Text();
            if (!known.Add(texts[i]))
            {
                SnapshotCursor.Throw($"{texts[i]} is named twice");
            }
        }

        return texts;
    }
}
