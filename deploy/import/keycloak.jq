# Turns the users of a Keycloak realm export into JSON Lines for secureauth users import:
#
#   jq --compact-output --from-file keycloak.jq shop-users-*.json > users.jsonl
#   jq --compact-output --arg usernames keep --from-file keycloak.jq shop-users-*.json > users.jsonl
#   jq --raw-output --arg list left-out      --from-file keycloak.jq shop-users-*.json   # who is left out, and why
#   jq --raw-output --arg list second-factor --from-file keycloak.jq shop-users-*.json   # who has to set it up again

# Base64 in PHC strings has no padding.
def unpadded: sub("=+$"; "");

def password: first(.credentials[]? | select(.type == "password")) // null;

# The hash as a PHC string, or null for an algorithm that is not accepted. Keycloak fills short passwords up with zero bytes
# before PBKDF2, which changes nothing: HMAC does the same with its key.
def phc:
  (.credentialData | fromjson) as $how
  | (.secretData | fromjson) as $secret
  | ($how.additionalParameters // {}) as $with
  | if ($secret.salt // "") == "" then null
    elif $how.algorithm == "argon2" and $with.type[0] == "id" and $with.version[0] == "1.3" then
      "$argon2id$v=19$m=\($with.memory[0]),t=\($how.hashIterations),p=\($with.parallelism[0])"
      + "$\($secret.salt | unpadded)$\($secret.value | unpadded)"
    elif $how.algorithm | IN("pbkdf2", "pbkdf2-sha256", "pbkdf2-sha512") then
      "$\($how.algorithm)$i=\($how.hashIterations)$\($secret.salt | unpadded)$\($secret.value | unpadded)"
    else null
    end;

# Why a user is left out, or null.
def obstacle:
  if (.email // "") == "" then "has no e-mail"
  elif .enabled == false then "is disabled"
  elif password == null then "has no password (a passkey, another identity provider, a federation or a service account)"
  elif (.requiredActions // []) | index("UPDATE_PASSWORD") then "has a temporary password"
  elif password | phc == null then
    "has a hash with \(password.credentialData | fromjson | .algorithm), which is not accepted"
  else null
  end;

def name: [.firstName, .lastName] | map(. // "") | join(" ") | gsub("\\s+"; " ") | ltrimstr(" ") | rtrimstr(" ") | .[0:100];

# Whether a username is one in SecureAuth. An e-mail address is none.
def is_username: length >= 3 and length <= 30 and test("^[A-Za-z][A-Za-z0-9]*([._-][A-Za-z0-9]+)*$");

(if type == "array" then .[] else . end) | .users[]?
| if $ARGS.named.list == "left-out" then
    obstacle as $why | select($why != null) | "\(.username): \($why)"
  elif $ARGS.named.list == "second-factor" then
    select(obstacle == null) | select([.credentials[]?.type] | any(. != "password")) | .email
  else
    select(obstacle == null)
    | { email, password_hash: (password | phc), email_verified: (.emailVerified // false) }
      + (if name == "" then {} else { display_name: name } end)
      + (if $ARGS.named.usernames == "keep" and (.username // "" | is_username) then { username } else {} end)
  end
