namespace MarginStreams.Engine;

/// <content>Which watch lines belong to the state that an account is in.</content>
internal sealed partial class Regions
{
    /// <summary>The lines that must hold in the state that the account is in; false where none can tell.</summary>
    private bool TryLines(in AccountRow row, VenueSlot venue)
    {
        _lineCount = 0;
        switch ((AccountBand)(row.Band - 1))
        {
            case AccountBand.Healthy:
                break;
            case AccountBand.Liquidatable:
                Add(WatchLine.NotOut);
                Add(WatchLine.NotBankrupt);
                break;

            // Without anything to close it could become bad debt, if the band of prices did not enclose the price.
            case AccountBand.Bankrupt when _measure.HasClosable:
                Add(WatchLine.NotOut);
                Add(WatchLine.StaysBankrupt);
                break;
            case AccountBand.BadDebt when !_measure.HasClosable:
                Add(WatchLine.StaysLiquidatable);
                break;
            default:
                return false;
        }

        bool isHealthy = _lineCount == 0;
        long below = warnings[row.Warning];
        IReadOnlyList<long> bands = venue.Terms!.Bands;
        int band = 0;
        if (below != 0)
        {
            while (band < bands.Count && bands[band] != below)
            {
                band++;
            }

            if (band == bands.Count)
            {
                return false;
            }

            Add(WatchLine.StaysBelow(band));
            if (!isHealthy)
            {
                Add(WatchLine.HasRequirement);
            }

            band++;
        }

        if (band < bands.Count)
        {
            Add(WatchLine.NotBelow(band));
        }
        else if (isHealthy)
        {
            Add(WatchLine.NotLiquidatable);
        }

        return true;
    }

    private void Add(int line) => _lines[_lineCount++] = line;
}
