#!/bin/sh
# postgres.sh primary | standby | promote: PostgreSQL as docker-compose.yml has it. The primary acknowledges a commit when the
# standby has it too, so that a receipt lies on two machines; promote makes the standby the primary.
set -eu
PATH=/usr/lib/postgresql/15/bin:$PATH
data=/var/lib/postgresql/data
secret() { cat "/run/secrets/$1"; }

begin_primary() {
    initdb -D "$data" -U postgres --auth-local=trust --auth-host=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8
    cat >> "$data/postgresql.conf" <<-END
	listen_addresses = '*'
	unix_socket_directories = '/tmp'
	synchronous_standby_names = 'standby'
	# A password stands in no log.
	log_statement = none
	END
    cat >> "$data/pg_hba.conf" <<-END
	host piaojue piaojue all scram-sha-256
	host replication replicator all scram-sha-256
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
        -d "application_name=standby"; do
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
