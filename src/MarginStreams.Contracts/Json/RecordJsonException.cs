namespace MarginStreams.Contracts;

/// <summary>JSON that is not a record of a schema.</summary>
public sealed class RecordJsonException : Exception
{
    internal RecordJsonException(string path, string problem)
        : base(path.Length == 0 ? problem : $"{path}: {problem}")
    {
        Path = path;
        Problem = problem;
    }

    /// <summary>Where, from the record down: <c>chain.blockNumber</c>, <c>tables.bracketLowerBound[2]</c>; empty is the record itself.</summary>
    public string Path { get; }

    /// <summary>What was expected and what was found.</summary>
    public string Problem { get; }

    /// <summary>The same, seen from one level up.</summary>
    internal RecordJsonException Under(string parent) =>
        new(Path.Length == 0 ? parent : Path[0] == '[' ? parent + Path : $"{parent}.{Path}", Problem);
}
