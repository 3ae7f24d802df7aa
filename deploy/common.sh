# What the scripts in this folder share. They run with Bash, from anywhere, as any user that may use Docker.
set -euo pipefail
umask 077
caller=$PWD
cd "$(dirname "${BASH_SOURCE[0]}")"

# The users of the programs inside the containers, which are in compose.yaml too. Each secret belongs to the one that reads it.
readonly program_user=1654:1654 postgres_user=999:999 redis_user=999:999 proxy_user=99:99

die() {
    echo "${0##*/}: $*" >&2
    exit 1
}

# absolute PATH: a path that was given relative to the folder of the caller.
absolute() {
    [[ $1 == /* ]] && echo "$1" || echo "$caller/$1"
}

need() {
    local program
    for program in "$@"; do
        command -v "$program" >/dev/null || die "$program is not installed"
    done
}

compose() {
    docker compose "$@"
}

secureauth() {
    ./secureauth "$@"
}

# The services that are replicas of the API.
replicas() {
    compose config --services | grep '^api-' | sort
}

# of_replica SERVICE FORMAT: what docker inspect says about its container, or nothing if there is none.
of_replica() {
    local container
    container=$(compose ps --all --quiet "$1")
    [[ -z $container ]] || docker inspect --format "$2" "$container"
}

healthy() {
    [[ $(of_replica "$1" '{{.State.Status}} {{.State.Health.Status}}') == 'running healthy' ]]
}

new_key() {
    openssl rand -base64 32
}

new_password() {
    openssl rand -hex 24
}

# own USER PATH…: gives files to a user that need not exist here. Only root may do that, and root in a container is as good.
own() {
    local user=$1
    shift
    if ((EUID == 0)); then
        chown "$user" "$@"
        return
    fi
    local image
    image=$(compose config --images postgres)
    docker run --rm --user 0:0 --network none --volume "$PWD:$PWD" --workdir "$PWD" --entrypoint chown "$image" "$user" "$@"
}

# keys SETTING: the names of the files in secrets/keys that a list of keys consists of, the newest first.
keys() {
    sed -n "s|^$1__[0-9]*__File=/run/keys/||p" keys.env
}

# write_keys PEPPERS MASTER_KEYS: replaces keys.env, which says where the keys are and contains none. Each list is one word.
write_keys() {
    {
        echo "# Written by the scripts: the keys in secrets/keys, the newest first."
        list_keys Passwords__Peppers "$1"
        list_keys Keys__Master "$2"
    } >keys.env.new
    chmod 644 keys.env.new
    mv keys.env.new keys.env
}

list_keys() {
    local setting=$1 number=0 name
    for name in $2; do
        echo "${setting}__$((number++))__File=/run/keys/$name"
    done
}

# add_key PREFIX: makes PREFIX-N in secrets/keys, with the next free number, and prints its name.
add_key() {
    local number=1
    while compgen -G "secrets/*/$1-$number" >/dev/null; do
        ((number++))
    done
    new_key >"secrets/keys/$1-$number"
    own "$program_user" "secrets/keys/$1-$number"
    echo "$1-$number"
}

# connection ROLE PASSWORD
connection() {
    echo "Host=postgres;Database=secureauth;Username=$1;Password=$2"
}

# replace USER PATH: writes standard input to a file that another user reads, in one step.
replace() {
    cat >"$2.new"
    own "$1" "$2.new"
    mv -f "$2.new" "$2"
}

new_certificate() {
    local host=$1 name=DNS
    [[ $host =~ ^[0-9.]+$|: ]] && name=IP
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 825 -subj "/CN=$host" \
        -addext "subjectAltName=$name:$host,DNS:localhost,IP:127.0.0.1,IP:::1" -addext basicConstraints=critical,CA:FALSE \
        -addext extendedKeyUsage=serverAuth -keyout "$2/proxy.key" -out "$2/proxy.crt" 2>/dev/null
    cat "$2/proxy.crt" "$2/proxy.key" >"$2/proxy.pem"
    rm "$2/proxy.key"
    chmod 644 "$2/proxy.crt"
}
