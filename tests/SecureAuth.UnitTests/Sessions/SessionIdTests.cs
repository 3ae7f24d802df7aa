using FsCheck.Xunit;
using SecureAuth.Core.Sessions;

namespace SecureAuth.UnitTests.Sessions;

public class SessionIdTests
{
    [Property]
    public void The_time_of_a_session_is_in_its_id_to_the_millisecond(uint seconds, ushort milliseconds)
    {
        var time = DateTimeOffset.UnixEpoch.AddSeconds(seconds).AddMilliseconds(milliseconds % 1000);

        Assert.Equal(time, SessionId.CreatedAt(Guid.CreateVersion7(time.AddTicks(9))));
    }

    [Property]
    public void The_sessions_after_a_time_are_those_that_began_in_a_later_millisecond(uint seconds, ushort milliseconds)
    {
        var time = DateTimeOffset.UnixEpoch.AddSeconds(seconds).AddMilliseconds(milliseconds % 1000);
        var first = SessionId.FirstAfter(time.AddTicks(9));

        Assert.True(Guid.CreateVersion7(time) < first);
        Assert.True(Guid.CreateVersion7(time.AddMilliseconds(1)) >= first);
        Assert.Equal(time.AddMilliseconds(1), SessionId.CreatedAt(first));
    }
}
