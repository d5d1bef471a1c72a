namespace MarginStreams.Risk;

/// <summary>
/// What bounds the contributions of one side of an instrument, as plain numbers: no rule set is asked on the hot path. Screens decide nothing but that nothing
/// changes. <c>docs/internals/engine.md</c> has the proof.
/// </summary>
/// <remarks>
/// A contribution to the maintenance line is the least of straight lines in the magnitude of the size, floored; the equity is one line. A line has a slope that
/// follows from the market alone, and a rest that follows from the terms and the holding alone. Between two frames of one <see cref="Shape"/> the slope of each
/// line moves by its gradient times the move of the <see cref="Principal"/>, and at most by the growth of the <see cref="Drift"/> beside it. So while the
/// principal and the drift stay within limits, every contribution does.
/// </remarks>
public abstract partial class Screen
{
    /// <summary>Most bounds that may be added up: the sum fits 64 bits.</summary>
    public const int HoldingsMax = 100;

    /// <summary>Longest part of a bound, bits.</summary>
    public const int AmountBits = 54;

    /// <summary>Binary places of a gradient.</summary>
    public const int GradientBits = 20;

    /// <summary>Largest gradient.</summary>
    public const long GradientMax = 1L << 40;

    /// <summary>Bits of the longest slope.</summary>
    private protected const int SlopeBits = 60;

    /// <summary>Shortest shift at which a product can be checked for its length.</summary>
    private protected const int ShiftMin = 64 - AmountBits + 1;

    private protected const long PpmOne = 1_000_000;

    private readonly long[] _former;
    private long _drift;

    private protected Screen(InstrumentTerms terms, int moneyShift, int maintenanceLines)
    {
        SizeShift = ScreenUnits.SizeShift(terms.SizeExponent);
        IsPosition = terms.Kind != InstrumentKind.Asset;
        MoneyShift = moneyShift;
        Lines = new ScreenLine[1 + maintenanceLines];
        _former = new long[Lines.Length];
    }

    /// <summary>Whether there are bounds: there is a price, and the figures fit.</summary>
    public bool IsUsable { get; private set; }

    /// <summary>Changes when limits that were set before mean nothing any more.</summary>
    public int Shape { get; private set; }

    /// <summary>
    /// The factor: higher is better for whoever holds this side. Slope of the first maintenance line, or of the equity where that never moves.
    /// </summary>
    public long Principal => Lines[PrincipalLine].Slope;

    /// <summary>How much the slopes have moved otherwise than the principal tells, in all; never falls within a shape.</summary>
    public long Drift => _drift;

    /// <summary>Whether cost and settled funding count: those of an asset do not.</summary>
    public bool IsPosition { get; }

    /// <summary>Binary places of slopes.</summary>
    public int Shift { get; private protected set; }

    /// <summary>Binary places that sizes are cut by.</summary>
    public int SizeShift { get; }

    /// <summary>Binary places that money is cut by.</summary>
    public int MoneyShift { get; }

    /// <summary>Whether one line tells everything of the maintenance contribution: then it depends on the principal alone, whatever the drift.</summary>
    public bool IsStraight => Lines.Length == 2 && PrincipalLine == 1;

    /// <summary>Least gradient of the maintenance lines.</summary>
    public long MaintenanceGradientLeast { get; private set; }

    /// <summary>Largest gradient of the maintenance lines.</summary>
    public long MaintenanceGradientMost { get; private set; }

    /// <summary>Gradient of the equity.</summary>
    public long EquityGradient => Lines[0].Gradient;

    /// <summary>The equity, then the lines of the maintenance contribution.</summary>
    private protected ScreenLine[] Lines { get; }

    /// <summary>The line whose slope is the principal.</summary>
    private protected int PrincipalLine { get; set; } = 1;

    /// <summary>How much a slope may be below the exact one, at most; fixed within a shape.</summary>
    private protected long SlopeError { get; set; }

    /// <summary>Slope of one unit of settled funding is this / 2^<see cref="SettledShift"/>.</summary>
    private protected long SettledFactor { get; set; }

    /// <summary>See <see cref="SettledFactor"/>.</summary>
    private protected int SettledShift { get; set; }

    /// <summary>Takes the market values of a frame.</summary>
    public void Update(MarketValues values)
    {
        for (int i = 0; i < Lines.Length; i++)
        {
            _former[i] = Lines[i].Slope;
        }

        bool was = IsUsable;
        int shape = Shape;
        IsUsable = TryUpdate(values);
        if (IsUsable != was)
        {
            Reshape();
        }

        if (Shape == shape && IsUsable)
        {
            AddDrift();
        }
    }

    /// <summary>What the principal would be at other market values of the same shape, without taking them; false where that cannot be told.</summary>
    public virtual bool TryPrincipal(MarketValues values, out long principal)
    {
        principal = 0;
        return false;
    }

    /// <summary>
    /// Takes the market values: sets the slopes, and calls <see cref="Reshape"/> where anything else changes. False where there are no bounds.
    /// </summary>
    private protected abstract bool TryUpdate(MarketValues values);

    /// <summary>Limits that were set before mean nothing any more.</summary>
    private protected void Reshape()
    {
        Shape++;
        _drift = 0;
        (MaintenanceGradientLeast, MaintenanceGradientMost) = (long.MaxValue, 0);
        foreach (ref readonly ScreenLine line in Lines.AsSpan(1))
        {
            MaintenanceGradientLeast = Math.Min(MaintenanceGradientLeast, line.Gradient);
            MaintenanceGradientMost = Math.Max(MaintenanceGradientMost, line.Gradient);
        }
    }

    private void AddDrift()
    {
        long moved = Lines[PrincipalLine].Slope - _former[PrincipalLine];
        long most = 0;
        for (int i = 0; i < Lines.Length; i++)
        {
            long change = Lines[i].Slope - _former[i];
            if (i != PrincipalLine && (change | moved) != 0)
            {
                var told = (long)(((Int128)Lines[i].Gradient * moved) >> GradientBits);
                most = Math.Max(most, Math.Abs(change - told) + 1);
            }
        }

        _drift = Math.Min(_drift + most, 1L << (SlopeBits + 1));
    }
}
