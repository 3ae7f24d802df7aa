using System.Collections.Frozen;

namespace SecureAuth.Core.UserFields;

/// <summary>
/// The names that a field in tokens cannot have. A service would take the value for something that this server, and not the user,
/// asserts: a user who may write <c>role</c> would be whatever that role may do.
/// </summary>
internal static class ReservedClaims
{
    public static readonly FrozenSet<string> All = FrozenSet.Create(
    [
        // IANA's registry of claims of JSON Web Tokens.
        "iss", "sub", "aud", "exp", "nbf", "iat", "jti", "name", "given_name", "family_name", "middle_name", "nickname",
        "preferred_username", "profile", "picture", "website", "email", "email_verified", "gender", "birthdate", "zoneinfo",
        "locale", "phone_number", "phone_number_verified", "address", "updated_at", "azp", "nonce", "auth_time", "at_hash",
        "c_hash", "acr", "amr", "sub_jwk", "cnf", "sip_from_tag", "sip_date", "sip_callid", "sip_cseq_num", "sip_via_branch",
        "orig", "dest", "mky", "events", "toe", "txn", "rph", "sid", "vot", "vtm", "attest", "origid", "act", "scope",
        "client_id", "may_act", "jcard", "at_use_nbr", "div", "opt", "vc", "vp", "sph", "ace_profile", "cnonce", "exi",
        "roles", "groups", "entitlements", "token_introspection", "cdniv", "cdnicrit", "cdniip", "cdniuc", "cdniets",
        "cdnistt", "cdnistd", "sig_val_claims", "authorization_details", "verified_claims", "place_of_birth", "nationalities",
        "birth_family_name", "birth_given_name", "birth_middle_name", "salutation", "title", "msisdn", "also_known_as", "htm",
        "htu", "ath", "atc", "sub_id", "rcd", "rcdi", "crn", "msgi", "rdap_allowed_purposes", "rdap_dnt_allowed", "geohash",
        "sd_hash", "ueid", "sueids", "oemid", "hwmodel", "hwversion", "oemboot", "dbgstat", "location", "eat_profile",
        "eat_nonce", "submods", "uptime", "bootcount", "bootseed", "dloas", "swname", "swversion", "manifests", "measurements",
        "measres", "intuse", "vct", "status", "jwks", "metadata", "metadata_policy", "metadata_policy_crit", "constraints",
        "authority_hints", "trust_marks", "trust_mark_owners", "trust_mark_issuers", "delegation", "logo_uri", "ref", "crit",

        // Claims of this server, and those by which libraries and other servers recognise or authorise a user.
        "role", "roles_version", "permission", "permissions", "scp", "typ", "alg", "kid", "tid", "oid", "upn", "unique_name",
        "nameid", "actort", "idp", "idtyp", "appid", "azpacr", "wids", "primarysid", "primarygroupsid", "groupsid",
        "winaccountname", "certthumbprint", "prn", "username", "user_name", "user_id", "authorities", "realm_access",
        "resource_access",
    ]);
}
