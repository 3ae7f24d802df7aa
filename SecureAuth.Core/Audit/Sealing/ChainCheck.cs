using SecureAuth.Core.Keys;

namespace SecureAuth.Core.Audit.Sealing;

/// <summary>Checks that the seals are genuine, that each follows the one before, and that none is missing.</summary>
internal sealed class ChainCheck(MasterKeys keys, AuditFindings findings, ExpectedSeal? expected)
{
    private readonly HashSet<string> _missingKeys = new(StringComparer.Ordinal);

    private byte[] _previous = AuditSeal.NoDigest;
    private bool _beginningIsForged;
    private bool _expectationIsChecked;
    private long _target;

    /// <summary>The number of the seal to check next.</summary>
    public long Next { get; private set; } = 1;

    public long Count { get; private set; }

    public long? First { get; private set; }

    public AuditSeal? Last { get; private set; }

    /// <summary>A purge may remove seals while others are verified, so this is told the beginning before each read.</summary>
    public void BeginAt(AuditBeginning beginning)
    {
        if (!_expectationIsChecked)
        {
            CheckExpected(beginning);
        }

        // A forged one could come while the verification runs, and skip seals.
        if (!_beginningIsForged && !beginning.IsGenuine(keys))
        {
            _beginningIsForged = true;
            findings.Add(
                AuditFindingKind.BeginningChanged,
                $"the record that the purges have removed all before seal {beginning.FirstSeal} is not genuine, or the master "
                    + $"key {beginning.Key} is not configured");
        }

        if (_target < beginning.FirstSeal && beginning.FirstSeal > 1 && _target >= 0)
        {
            findings.Add(
                AuditFindingKind.SealRemoved, $"the seals from {beginning.FirstSeal} on were removed", beginning.FirstSeal);
            _target = -1;
        }

        if (beginning.FirstSeal > Next)
        {
            (Next, _previous) = (beginning.FirstSeal, beginning.PreviousDigest);
        }
    }

    public void ExpectUpTo(long target)
    {
        _target = target;
        if (expected is not null && expected.Number > target)
        {
            findings.Add(
                AuditFindingKind.ExpectedSealMissing,
                $"the expected seal {expected.Number} is missing: the last one is {target}, so the end of the audit was removed",
                expected.Number);
        }
    }

    /// <summary>Called when there is no further seal although there was one before.</summary>
    public void EndsBefore(long target) => findings.Add(
        AuditFindingKind.SealRemoved, $"the seals from {Next} to {target} have just been removed", Next);

    public void Check(AuditSeal seal)
    {
        var isNext = seal.Number == Next;
        if (!isNext)
        {
            findings.Add(
                AuditFindingKind.SealRemoved,
                seal.Number == Next + 1
                    ? $"seal {Next} was removed"
                    : $"the seals from {Next} to {seal.Number - 1} were removed, and no purge did it",
                Next);
        }

        CheckMac(seal);

        // Without the seal before, the digest cannot be computed.
        if (isNext && !seal.ComputeDigest(_previous).AsSpan().SequenceEqual(seal.Digest))
        {
            findings.Add(
                AuditFindingKind.SealChanged, $"seal {seal.Number} was changed, or does not follow the one before", seal.Number);
        }

        if (expected?.Number == seal.Number && !expected.Matches(seal.Digest))
        {
            findings.Add(
                AuditFindingKind.ExpectedSealMissing, $"seal {seal.Number} is not the expected one: the audit was replaced",
                seal.Number);
        }

        First ??= seal.Number;
        Last = seal;
        Count++;
        (Next, _previous) = (seal.Number + 1, seal.Digest);
    }

    private void CheckExpected(AuditBeginning beginning)
    {
        _expectationIsChecked = true;
        if (expected is null || expected.Number >= beginning.FirstSeal)
        {
            return;
        }

        if (expected.Number < beginning.FirstSeal - 1)
        {
            findings.Add(
                AuditFindingKind.ExpectedSealMissing,
                $"the expected seal {expected.Number} has been purged: the audit begins at seal {beginning.FirstSeal}",
                expected.Number);
        }
        else if (!expected.Matches(beginning.PreviousDigest))
        {
            findings.Add(
                AuditFindingKind.ExpectedSealMissing, $"seal {expected.Number} was not the expected one: the audit was replaced",
                expected.Number);
        }
    }

    private void CheckMac(AuditSeal seal)
    {
        if (keys.Find(seal.Key) is not { } key)
        {
            if (_missingKeys.Add(seal.Key))
            {
                findings.Add(
                    AuditFindingKind.KeyMissing,
                    $"the master key {seal.Key} of seal {seal.Number} is not configured", seal.Number);
            }
        }
        else if (!key.HasSealedAudit(seal.Mac, seal.Digest))
        {
            findings.Add(AuditFindingKind.SealChanged, $"the MAC of seal {seal.Number} is wrong: it was forged", seal.Number);
        }
    }
}
