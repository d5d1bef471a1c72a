namespace MarginStreams.Benchmarks;

/// <summary>One question, and the figures that answer it.</summary>
internal interface IBenchSection
{
    /// <summary>Its name, with which the names of its figures begin.</summary>
    string Name { get; }

    /// <summary>Measures. What is timed has run before, so that it is compiled, and its results are those of brute force.</summary>
    /// <exception cref="BenchMismatchException">They are not.</exception>
    IEnumerable<Figure> Run(BenchContext context);
}
