#!/bin/sh
# postgres.sh primary | standby | promote: PostgreSQL as docker-compose.yml has it. The primary acknowledges a commit when the
# standby has it too, so that a receipt lies on two machines; promote makes the standby the primary.
set -eu
PATH=/usr/lib/postgresql/15/bin:$PATH
data=/var/lib/postgresql/data
secret() { cat "/run/secrets/$1"; }

# PostgreSQL takes no key that others could read, and the secret's owner is whoever runs the containers.
(umask 077 && secret database_key > /tmp/database.key)

begin_primary() {
    initdb -D "$data" -U postgres --auth-local=trust --auth-host=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8
    cat >> "$data/postgresql.conf" <<-END
	listen_addresses = '*'
	ssl = on
	ssl_cert_file = '/run/secrets/database_certificate'
	ssl_key_file = '/tmp/database.key'
	unix_socket_directories = '/tmp'
	synchronous_standby_names = 'standby'
	# A password stands in no log.
	log_statement = none
	END
    cat >> "$data/pg_hba.conf" <<-END
	hostssl piaojue piaojue all scram-sha-256
	hostssl replication replicator all scram-sha-256
	END
    pg_ctl -D "$data" -w -o "-c listen_addresses= -c synchronous_standby_names=" start
    psql -v ON_ERROR_STOP=1 -h /tmp -U postgres -v app="$(secret postgres)" -v rep="$(secret replication)" <<-'END'
	CREATE ROLE piaojue LOGIN PASSWORD :'app';
	CREATE ROLE replicator LOGIN REPLICATION PASSWORD :'rep';
	GRANT pg_read_all_stats TO piaojue;
	CREATE DATABASE piaojue OWNER piaojue;
	SELECT pg_create_physical_replication_slot('standby');
	END
    pg_ctl -D "$data" -w stop
}

begin_standby() {
    PGPASSWORD=$(secret replication)
    export PGPASSWORD
    until pg_basebackup -h database -U replicator -D "$data.part" -c fast -X stream -S standby -R \
        -d 'application_name=standby sslmode=verify-full sslrootcert=/run/secrets/database_certificate'; do
        rm -rf "$data.part"
        sleep 1
    done
    # Once it is the primary it waits for nobody; who sets up another standby says so again.
    printf "synchronous_standby_names = ''\n" >> "$data.part/postgresql.auto.conf"
    mv "$data.part" "$data"
}

case $1 in
    primary) [ -s "$data/PG_VERSION" ] || begin_primary ;;
    standby) [ -s "$data/PG_VERSION" ] || begin_standby ;;
    promote) exec pg_ctl -D "$data" -w promote ;;
    *) echo "postgres.sh: primary, standby or promote" >&2 && exit 2 ;;
esac
exec postgres -D "$data"
