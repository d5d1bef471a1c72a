using System.Numerics;

namespace MarginStreams.Cli.Demo;

/// <summary>What the live table shows of one moment.</summary>
/// <param name="StreamTimeMs">Stream-time of the latest frame.</param>
/// <param name="Frames">Frames so far.</param>
/// <param name="Prices">Prices, by instrument.</param>
/// <param name="Bands">Accounts in each band.</param>
/// <param name="Triggers">Triggers so far.</param>
/// <param name="BadDebt">What bankrupt accounts owe beyond what they have, numeraire's smallest unit.</param>
internal sealed record DemoSnapshot(
    long StreamTimeMs,
    long Frames,
    IReadOnlyList<DemoPrice> Prices,
    IReadOnlyDictionary<Contracts.AccountBand, int> Bands,
    long Triggers,
    BigInteger BadDebt);

/// <summary>A price of the live table.</summary>
/// <param name="Instrument">The instrument.</param>
/// <param name="Price">Its price, written out.</param>
/// <param name="ChangePpm">Change since the first price, ppm, rounded down.</param>
internal sealed record DemoPrice(string Instrument, string Price, long ChangePpm);
