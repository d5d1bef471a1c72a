namespace MarginStreams.Cli.Importing;

/// <summary>A candle as a file has it.</summary>
internal readonly record struct CandleRow(
    long OpenMs, ExactDecimal Open, ExactDecimal High, ExactDecimal Low, ExactDecimal Close, ExactDecimal Volume);
