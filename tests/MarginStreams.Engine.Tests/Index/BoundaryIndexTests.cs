namespace MarginStreams.Engine.Tests;

/// <summary>What the index promises case by case: the edges of its values, its slots, its levels, its memory.</summary>
public sealed class BoundaryIndexTests
{
    public static TheoryData<long, long, bool> Edges() => new()
    {
        { 10, 9, true },
        { 10, 10, false },
        { 10, 11, false },
        { -10, -11, true },
        { long.MaxValue, long.MaxValue - 1, true },
        { long.MaxValue, long.MinValue, true },
        { long.MinValue + 1, long.MinValue, true },
        { BoundaryIndex.None, long.MinValue, false },
    };

    [Theory]
    [MemberData(nameof(Edges))]
    public void PopAbove_OneBoundary_PopsWhenItIsAbove(long boundary, long x, bool pops)
    {
        var index = new BoundaryIndex();
        int slot = index.Rent(7);
        index.Set(slot, boundary);
        var owners = new int[2];
        Assert.Equal(pops ? 1 : 0, index.PopAbove(x, owners));
        Assert.Equal(pops ? 7 : 0, owners[0]);
        Assert.Equal(pops ? BoundaryIndex.None : boundary, index.Boundary(slot));
        Assert.Equal(pops ? BoundaryIndex.None : boundary, index.Max);
        Assert.Equal(0, index.PopAbove(x, owners));
    }

    /// <summary>Whatever the last block of a level holds: what is not there is not read.</summary>
    [Fact]
    public void PopAbove_NearlyEverythingAtAnySize_GivesThoseAndNoOther()
    {
        var index = new BoundaryIndex();
        var owners = new int[9000];
        for (int count = 1; count <= 8500; count++)
        {
            index.Rent(count);
            if (count % 61 == 0 || count > 8490)
            {
                for (int slot = 0; slot < count; slot++)
                {
                    index.Set(slot, slot % 100 == 0 ? 1 : 3);
                }

                int[] expected = [.. Enumerable.Range(0, count).Where(slot => slot % 100 != 0).Select(slot => slot + 1)];
                Assert.Equal(expected, owners.AsSpan(0, index.PopAbove(2, owners)).ToArray());
                Assert.Equal(1, index.Max);
            }
        }
    }

    [Fact]
    public void PopAbove_LessRoomThanIsCrossed_GoesOnAtTheNextCall()
    {
        var index = new BoundaryIndex();
        for (int owner = 0; owner < 10; owner++)
        {
            index.Set(index.Rent(owner), 5);
        }

        var owners = new int[4];
        Assert.Equal(0, index.PopAbove(4, []));
        Assert.Equal(4, index.PopAbove(4, owners));
        Assert.Equal([0, 1, 2, 3], owners);
        Assert.Equal(4, index.PopAbove(4, owners));
        Assert.Equal([4, 5, 6, 7], owners);
        Assert.Equal(2, index.PopAbove(4, owners));
        Assert.Equal([8, 9], owners[..2]);
    }

    /// <summary>What a pop leaves behind is known well enough to be lowered after it, whether all that was crossed went or only a part.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(64)]
    public void Set_HighestOfWhatAPopLeft_MovesTheMaximum(int room)
    {
        var index = new BoundaryIndex();
        var naive = new NaiveBoundaries();
        for (int i = 0; i < 200; i++)
        {
            int slot = index.Rent(i);
            naive.Rent(slot, i);
            index.Set(slot, (i * 7_919) % 1_009);
            naive.Set(slot, (i * 7_919) % 1_009);
        }

        var owners = new int[room];
        for (long x = index.Max - 1; index.Max > 0; x = index.Max - 10)
        {
            Assert.Equal(naive.PopAbove(x, room), owners[..index.PopAbove(x, owners)]);
            int highest = naive.SlotOfMax()!.Value;
            index.Set(highest, 0);
            naive.Set(highest, 0);
            Assert.Equal(naive.Max, index.Max);
        }
    }

    [Fact]
    public void Rent_AfterReturn_GivesTheSlotEmptyToItsNewOwner()
    {
        var index = new BoundaryIndex();
        int[] slots = [.. Enumerable.Range(0, 200).Select(index.Rent)];
        Assert.Equal(200, slots.Distinct().Count());
        index.Set(slots[100], long.MaxValue);
        index.Return(slots[100]);
        Assert.Equal((199, BoundaryIndex.None), (index.Count, index.Max));
        Assert.Equal(slots[100], index.Rent(int.MaxValue));
        Assert.Equal((int.MaxValue, BoundaryIndex.None), (index.Owner(slots[100]), index.Boundary(slots[100])));
    }

    [Fact]
    public void Slot_NotInUse_IsRefused()
    {
        var index = new BoundaryIndex();
        int slot = index.Rent(0);
        index.Return(slot);
        Assert.Throws<InvalidOperationException>(() => index.Return(slot));
        Assert.Throws<InvalidOperationException>(() => index.Owner(slot));
        Assert.Throws<InvalidOperationException>(() => index.Owner(slot + 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => index.Rent(-1));
        index.Set(slot, 1);
        Assert.Throws<InvalidOperationException>(() => index.PopAbove(0, new int[1]));
    }

    /// <summary>Four levels, several chunks: the maxima of each are met when slots are moved, popped and filled again.</summary>
    [Theory]
    [InlineData((int)VectorWidth.Scalar)]
    [InlineData((int)VectorWidth.Bits256)]
    [InlineData((int)VectorWidth.Bits512)]
    public void PopAbove_ManySlots_TakesWhatASearchFinds(int width)
    {
        const int Slots = 300_000;
        var random = new Random(5);
        var index = new BoundaryIndex((VectorWidth)width);
        var boundaries = new long[Slots];
        for (int i = 0; i < Slots; i++)
        {
            Assert.Equal(i, index.Rent(i));
            boundaries[i] = random.NextInt64();
            index.SetLeaf(i, boundaries[i]);
        }

        index.Rebuild();
        Assert.True(index.ChunkCount > 4);
        var owners = new int[Slots];
        for (int round = 0; round < 20; round++)
        {
            long x = (long)(Int128.One * long.MaxValue * (20 - round) / 20);
            int[] expected = [.. Enumerable.Range(0, Slots).Where(i => boundaries[i] > x)];
            Assert.Equal(expected, owners[..index.PopAbove(x, owners)]);
            foreach (int i in expected.Concat(Enumerable.Range(0, 5_000).Select(_ => random.Next(Slots))))
            {
                boundaries[i] = random.NextInt64();
                index.Set(i, boundaries[i]);
            }

            Assert.Equal(boundaries.Max(), index.Max);
            int highest = Array.IndexOf(boundaries, index.Max);
            boundaries[highest] = long.MinValue + round;
            index.Set(highest, boundaries[highest]);
            Assert.Equal(boundaries.Max(), index.Max);
        }
    }

    [Fact]
    public void Bytes_SmallAndLarge_AreThoseOfTheBoundariesAndLittleMore()
    {
        var index = new BoundaryIndex();
        Assert.True(index.Bytes < 2_048, $"{index.Bytes} bytes of an empty index");
        for (int i = 0; i < 1 << 20; i++)
        {
            index.Rent(i);
        }

        Assert.Equal(4L << 20, index.OwnerBytes);
        Assert.InRange(index.Bytes - index.OwnerBytes, 8L << 20, (8L << 20) + (1 << 19));
    }

    /// <summary>The least of several rounds: what the runtime itself allocates in one of them does not count.</summary>
    [Fact]
    public void HotPath_OfAnIndexThatDoesNotGrow_AllocatesNothing()
    {
        var index = new BoundaryIndex();
        for (int i = 0; i < 10_000; i++)
        {
            index.Set(index.Rent(i), i);
        }

        var owners = new int[64];
        Assert.Equal(0, LeastAllocated(() => Move(index, owners)));
        Assert.NotEqual(0, LeastAllocated(() => Move(index, new int[64])));
    }

    private static void Move(BoundaryIndex index, int[] owners)
    {
        for (int i = 0; i < 10_000; i++)
        {
            int slot = (i * 7_919) % 10_000;
            index.Return(slot);
            index.Set(index.Rent(i), i);
            int count = index.PopAbove(9_990, owners);
            for (int popped = 0; popped < count; popped++)
            {
                index.Set(slot, owners[popped] % 9_000);
            }
        }
    }

    private static long LeastAllocated(Action round) => Enumerable.Range(0, 5).Min(_ =>
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        round();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    });
}
