using CsCheck;

namespace MarginStreams.Engine.Tests;

/// <summary>Whatever is done to an index, it answers as a dictionary does that is searched whole, at every width of the vectors.</summary>
public sealed class BoundaryIndexModelTests
{
    private enum Kind
    {
        Rent,
        RentMany,
        Return,
        Set,
        SetMany,
        SetMax,
        Rebuild,
        Pop,
        PopAll,
    }

    private sealed record Step(Kind Kind, int Number, long Boundary);

    private static readonly long[] Ends = [long.MinValue, long.MinValue + 1, -1, 0, long.MaxValue - 1, long.MaxValue];

    // Few values, so that there are ties; the ends of the range; and anything.
    private static readonly Gen<long> Boundary = Gen.Frequency(
        (4, Gen.Long[-4, 4]),
        (1, Gen.Int[0, Ends.Length - 1].Select(i => Ends[i])),
        (2, Gen.Long));

    private static readonly Gen<Step[]> Steps = Gen
        .Select(Gen.Enum<Kind>(), Gen.Int[0, 1 << 20], Boundary, (kind, number, boundary) => new Step(kind, number, boundary))
        .Array[1, 60];

    [Theory]
    [InlineData((int)VectorWidth.Scalar)]
    [InlineData((int)VectorWidth.Bits256)]
    [InlineData((int)VectorWidth.Bits512)]
    public void Steps_AnyOfThem_LeaveWhatADictionaryHolds(int width) => Steps.Sample(steps =>
    {
        var index = new BoundaryIndex((VectorWidth)width);
        var naive = new NaiveBoundaries();
        foreach (Step step in steps)
        {
            Take(step, index, naive);
            Assert.Equal(naive.Max, index.Max);
            Assert.Equal(naive.Count, index.Count);
        }

        Assert.Equal(naive.Entries(), index.Entries());
    });

    private static void Take(Step step, BoundaryIndex index, NaiveBoundaries naive)
    {
        switch (step.Kind)
        {
            case Kind.Rent:
                naive.Rent(index.Rent(step.Number), step.Number);
                break;
            case Kind.RentMany:
                for (int i = 0; i < step.Number % 3_000; i++)
                {
                    naive.Rent(index.Rent(i), i);
                }

                break;
            case Kind.Return when naive.SlotBy(step.Number) is { } slot:
                index.Return(slot);
                naive.Return(slot);
                break;
            case Kind.Set when naive.SlotBy(step.Number) is { } slot:
                index.Set(slot, step.Boundary);
                naive.Set(slot, step.Boundary);
                Assert.Equal(step.Boundary, index.Boundary(slot));
                break;
            case Kind.SetMax when naive.SlotOfMax() is { } slot:
                index.Set(slot, step.Boundary);
                naive.Set(slot, step.Boundary);
                break;
            case Kind.SetMany:
                ForSome(step, naive, (slot, boundary) => index.Set(slot, boundary));
                break;
            case Kind.Rebuild:
                ForSome(step, naive, (slot, boundary) => index.SetLeaf(slot, boundary));
                index.Rebuild();
                break;
            case Kind.Pop:
                var owners = new int[step.Number % 200];
                int count = index.PopAbove(step.Boundary, owners);
                Assert.Equal(naive.PopAbove(step.Boundary, owners.Length), owners[..count]);
                break;
            case Kind.PopAll:
                Assert.Equal(naive.PopAbove(BoundaryIndex.None, int.MaxValue), PopAll(index, BoundaryIndex.None, 1 + (step.Number % 1_000)));
                break;
        }
    }

    // Some slots, more the more there are, with boundaries around the one of the step.
    private static void ForSome(Step step, NaiveBoundaries naive, Action<int, long> set)
    {
        for (int i = 0; i < Math.Min(naive.Count, 50); i++)
        {
            int slot = naive.SlotBy(unchecked((step.Number + (i * 7_919)) & int.MaxValue))!.Value;
            long boundary = unchecked(step.Boundary + (i % 5) - 2);
            set(slot, boundary);
            naive.Set(slot, boundary);
        }
    }

    private static List<int> PopAll(BoundaryIndex index, long x, int room)
    {
        var all = new List<int>();
        var owners = new int[room];
        int count;
        do
        {
            count = index.PopAbove(x, owners);
            all.AddRange(owners.AsSpan(0, count));
            Assert.True(all.Count <= index.Count, "more was popped than there is");
        }
        while (count == owners.Length);
        return all;
    }
}
