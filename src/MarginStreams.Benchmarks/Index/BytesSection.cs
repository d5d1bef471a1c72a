using MarginStreams.Engine;

namespace MarginStreams.Benchmarks.Index;

/// <summary>What an index holds for each boundary: by its own account, without the owners, and by that of the heap, with them.</summary>
internal sealed class BytesSection : IBenchSection
{
    public string Name => "index_bytes";

    public IEnumerable<Figure> Run(BenchContext context)
    {
        long before = GC.GetTotalMemory(forceFullCollection: true);
        BoundaryIndex index = BoundaryDraw.Index(context.Entries, context.Random(Name));
        long heap = GC.GetTotalMemory(forceFullCollection: true) - before;
        yield return new("index_bytes_per_entry", (double)(index.Bytes - index.OwnerBytes) / index.Count);
        yield return new("index_bytes_per_entry_with_owner", (double)index.Bytes / index.Count);
        yield return new("index_bytes_per_entry_of_heap", (double)heap / index.Count);
    }
}
