using MarginStreams.Benchmarks.Index;
using MarginStreams.Engine;

namespace MarginStreams.Benchmarks.Tests;

/// <summary>What the index is held against is right itself, and sees when the index is not.</summary>
public sealed class BruteScanTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(50)]
    [InlineData(1_000)]
    public void Above_AnyMove_FindsWhatALoopFinds(int permille)
    {
        BoundaryIndex index = BoundaryDraw.Index(100_000, new BenchRandom(3));
        long x = BoundaryDraw.CrossingPermille(permille);
        int[] expected = [.. index.Entries().Where(entry => entry.Boundary > x).Select(entry => entry.Owner)];
        var found = new int[index.Count];
        Assert.Equal(expected, found[..BruteScan.Above(index, x, found)]);
        BruteScan.Check(index, x);
    }

    [Theory]
    [InlineData(new int[0])]
    [InlineData(new[] { 1 })]
    [InlineData(new[] { 1, 3 })]
    [InlineData(new[] { 2, 1 })]
    [InlineData(new[] { 1, 2, 3 })]
    public void Compare_OtherOwners_AreAMismatch(int[] popped)
    {
        BruteScan.Compare([1, 2], [1, 2]);
        Assert.Throws<BenchMismatchException>(() => BruteScan.Compare([1, 2], popped));
    }

    /// <summary>Leaves moved behind the back of the maxima are what a wrong index looks like.</summary>
    [Fact]
    public void Check_IndexWithWrongMaxima_IsAMismatch()
    {
        BoundaryIndex index = BoundaryDraw.Index(100_000, new BenchRandom(3));
        index.SetLeaf(77_777, long.MaxValue);
        Assert.Throws<BenchMismatchException>(() => BruteScan.Check(index, BoundaryDraw.Factor));
    }
}
