using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace HybridAi.Api.Access;

/// <summary>
/// The default policies, put together for each request. Kept by endpoint they would have every endpoint built before the server listens, which takes longer than
/// all the rest of the start. Drawback: the first request that goes through routing waits for the endpoints.
/// </summary>
internal sealed class PoliciesAsAsked(IOptions<AuthorizationOptions> options) : DefaultAuthorizationPolicyProvider(options)
{
    public override bool AllowsCachingPolicies => false;
}
