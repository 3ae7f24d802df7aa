namespace SecureAuth.Api.Http.Documentation;

/// <summary>
/// Example values that several operations share. They are consistent: a reader who tries the operations in order registers, signs
/// in and signs out as the same user.
/// </summary>
internal static class Examples
{
    public const string UserId = "01990a7c-5f7e-7d0f-9a4f-3c2b1a0d9e8f";
    public const string SessionId = "01990a7d-0b1c-7e2d-8c3e-4f5a6b7c8d9e";
    public const string Email = "ada@example.com";
    public const string NewEmail = "ada@example.org";
    public const string Password = "violet anvil tuesday 7";
    public const string DisplayName = "Ada Lovelace";
    public const string Username = "ada.lovelace";
    public const string AccessToken = "eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCJ9.e30.c2ln";
    public const string RefreshToken = "sart_2vQm0p8r";
    public const string DeviceToken = "sadt_2vQm0p8r";
    public const string TempToken = "sa2f_2vQm0p8r";
    public const string SetUpToken = "sasu_2vQm0p8r";
    public const string ChallengeToken = "sapk_2vQm0p8r";
    public const string WebAuthnChallenge = "3Gk2vQm0p8rT1xYb";
    public const string MailedToken = "saot_2vQm0p8r";
    public const string Code = "492039";
    public const string CodeRequestToken = "sarq_2vQm0p8r";
    public const string MailedCode = "40719263";
    public const string LinkBase = "https://app.example.com/auth";
    public const string Time = "2026-01-31T12:34:56.789Z";
    public const string PathId = SessionId;
    public const string RequestId = "01990a7c5f7e7d0f9a4f3c2b1a0d9e8f";
    public const string Address = "203.0.113.7";
    public const string UserAgent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    public const string Device = "Laptop at home";
    public const string CredentialId = "p2Vj7Y2Xv0m3";
    public const string RecoveryCode = "7kfm-q2xd-9hnp-4rvt-w8cz-6jya";

    public const string RecoveryCodes =
        """
        [
          "7kfm-q2xd-9hnp-4rvt-w8cz-6jya", "c3vq-81rn-k0tz-m5wd-y7pb-2hxe", "n6ta-w4gh-e9yv-03kr-p1mj-z8cs",
          "z1xd-7hpk-q5rm-v8ny-2tgc-w4bf", "h9wb-2ycj-t7kx-d4ns-m0vg-q6pa", "r5pe-m8zv-3ngd-j1tw-c6yh-x0kq",
          "t0ks-v6dm-w2ca-x9gp-8rzn-b3hy", "y8jg-b1nt-z4pe-q7hv-k5xc-m2rw", "d2mz-x5wk-g8vb-r0cy-n3jt-h7ps",
          "w7cn-p9ge-j6hs-b2xm-t4vd-y1kz"
        ]
        """;

    /// <summary>What <c>PublicKeyCredential.toJSON()</c> returns after <c>navigator.credentials.get()</c>.</summary>
    public const string Assertion =
        """
        {
          "id": "p2Vj7Y2Xv0m3", "rawId": "p2Vj7Y2Xv0m3", "type": "public-key", "clientExtensionResults": {},
          "response": {
            "clientDataJSON": "eyJ0eXBlIjoid2ViYXV0aG4uZ2V0In0",
            "authenticatorData": "lX9aEJb6hwrQ0mYyDUk3vFAAAAAA",
            "signature": "MEUCIQDp4vQm0p8rT1xYb",
            "userHandle": "MDE5OTBhN2MtNWY3ZS03ZDBm"
          }
        }
        """;

    /// <summary>The same after <c>navigator.credentials.create()</c>.</summary>
    public const string Attestation =
        """
        {
          "id": "p2Vj7Y2Xv0m3", "rawId": "p2Vj7Y2Xv0m3", "type": "public-key", "clientExtensionResults": {},
          "response": {
            "clientDataJSON": "eyJ0eXBlIjoid2ViYXV0aG4uY3JlYXRlIn0",
            "attestationObject": "o2NmbXRkbm9uZWdhdHRTdG10oGhhdXRoRGF0YVg",
            "transports": ["internal"]
          }
        }
        """;

    public const int AccessTokenLifetime = 900;
    public const int RefreshTokenLifetime = 604_800;
    public const int CodeLifetime = 600;
}
