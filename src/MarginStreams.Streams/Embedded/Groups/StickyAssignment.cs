namespace MarginStreams.Streams;

/// <summary>
/// Who should own which partition: as many stay where they are as balance within one allows. It depends on nothing but the order in which members joined
/// and the numbers of the partitions.
/// </summary>
internal static class StickyAssignment
{
    /// <summary>The wanted owner of each partition, given the present one; all null when there are no members.</summary>
    public static T?[] Assign<T>(IReadOnlyList<T> members, IReadOnlyList<T?> owners)
        where T : class
    {
        var wanted = new T?[owners.Count];
        if (members.Count == 0)
        {
            return wanted;
        }

        Dictionary<T, int> free = Quotas(members, owners);
        for (int partition = 0; partition < owners.Count; partition++)
        {
            if (owners[partition] is { } owner && free.TryGetValue(owner, out int left) && left > 0)
            {
                wanted[partition] = owner;
                free[owner] = left - 1;
            }
        }

        int next = 0;
        for (int partition = 0; partition < owners.Count; partition++)
        {
            if (wanted[partition] is null)
            {
                while (free[members[next]] == 0)
                {
                    next++;
                }

                wanted[partition] = members[next];
                free[members[next]]--;
            }
        }

        return wanted;
    }

    /// <summary>Those that own more than the smaller share come first for the larger one, so that they give up less.</summary>
    private static Dictionary<T, int> Quotas<T>(IReadOnlyList<T> members, IReadOnlyList<T?> owners)
        where T : class
    {
        (int share, int larger) = Math.DivRem(owners.Count, members.Count);
        T[] byClaim = [.. members.OrderByDescending(member => owners.Count(owner => owner == member) > share)];
        return byClaim.Select((member, i) => (member, Quota: i < larger ? share + 1 : share)).ToDictionary(at => at.member, at => at.Quota);
    }
}
