namespace HybridAi.Jobs.Webhooks;

/// <summary>A name leads to an address that is not of the public internet.</summary>
/// <param name="host">The name.</param>
internal sealed class AddressRefusedException(string host) : IOException($"'{host}' leads to an address that is not public.");
