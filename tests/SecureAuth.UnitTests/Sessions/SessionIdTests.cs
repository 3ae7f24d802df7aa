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
}
