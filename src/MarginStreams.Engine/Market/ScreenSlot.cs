using MarginStreams.Risk.Linear;

namespace MarginStreams.Engine;

/// <summary>The screen of an instrument, or null, and how often its rules were made.</summary>
internal readonly record struct ScreenSlot(LinearScreen? Screen, int RulesVersion);
