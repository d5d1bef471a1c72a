using System.Numerics;
using System.Runtime.CompilerServices;

namespace MarginStreams.Engine;

/// <summary>Keeping the maxima right. Optimised at the first call: the steps of tiered compilation would show as stalls of a tick.</summary>
public sealed partial class BoundaryIndex
{
    private void Climb(int slot, long boundary)
    {
        switch (_width)
        {
            case VectorWidth.Bits512:
                Climb<BlockKernel512>(slot, boundary);
                break;
            case VectorWidth.Bits256:
                Climb<BlockKernel256>(slot, boundary);
                break;
            default:
                Climb<BlockKernelScalar>(slot, boundary);
                break;
        }
    }

    /// <summary>Carries a leaf that is the maximum of its block, or was it, upwards, as far as that changes a maximum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Climb<TKernel>(int slot, long boundary)
        where TKernel : struct, IBlockKernel
    {
        int entry = slot >> BlockBits;
        long former = _levels[0][entry];
        if (boundary >= former)
        {
            _winners[entry] = (byte)(slot & BlockMask);
        }
        else
        {
            ref long leaves = ref LeafBlock(entry);
            boundary = TKernel.Max(ref leaves);
            _winners[entry] = FirstOf<TKernel>(ref leaves, boundary);
        }

        _levels[0][entry] = boundary;
        for (int level = 1; boundary != former && level < _levels.Length; level++)
        {
            int block = entry >> BlockBits;
            long max = _levels[level][block];
            long raised = boundary > max ? boundary
                : former == max ? TKernel.Max(ref LevelBlock(level - 1, block))
                : max;
            _levels[level][block] = raised;
            (entry, former, boundary) = (block, max, raised);
        }

        if (boundary != former)
        {
            _max = TKernel.Max(ref LevelBlock(_levels.Length - 1, 0));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Rebuild<TKernel>()
        where TKernel : struct, IBlockKernel
    {
        int blocks = Blocks(Math.Min(_capacity, _owners.UsedMax));
        for (int block = 0; block < blocks; block++)
        {
            ref long leaves = ref LeafBlock(block);
            _levels[0][block] = TKernel.Max(ref leaves);
            _winners[block] = FirstOf<TKernel>(ref leaves, _levels[0][block]);
        }

        for (int level = 1; level < _levels.Length; level++)
        {
            blocks = Blocks(blocks);
            for (int block = 0; block < blocks; block++)
            {
                _levels[level][block] = TKernel.Max(ref LevelBlock(level - 1, block));
            }
        }

        _max = TKernel.Max(ref LevelBlock(_levels.Length - 1, 0));
    }

    /// <summary>Where in a block a value first stands, which it does.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte FirstOf<TKernel>(ref long block, long value)
        where TKernel : struct, IBlockKernel => unchecked((byte)BitOperations.TrailingZeroCount(TKernel.Equal(ref block, value)));
}
