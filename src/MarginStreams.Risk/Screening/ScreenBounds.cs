namespace MarginStreams.Risk;

/// <summary>Bounds of what a holding contributes, in the money of the screens: never on the wrong side of the exact contribution.</summary>
/// <param name="MaintenanceLeast">Not above the contribution to the maintenance line.</param>
/// <param name="MaintenanceMost">Not below it.</param>
/// <param name="EquityLeast">Not above the contribution to the equity.</param>
/// <param name="EquityMost">Not below it.</param>
public readonly record struct ScreenBounds(long MaintenanceLeast, long MaintenanceMost, long EquityLeast, long EquityMost);
