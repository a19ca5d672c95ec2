-- attempt names the holder; events counts the job's events and gives each its number; losses counts the workers lost
-- since the last finished epoch
create table training_job (
    id uuid primary key,
    dataset varchar(64) not null,
    dataset_id uuid not null,
    model varchar(64) not null,
    spec text not null,
    state varchar(16) not null,
    progress double precision not null,
    estimated_end timestamp with time zone,
    attempt integer not null,
    losses integer not null,
    events bigint not null,
    version integer,
    error_code varchar(64),
    error_message text,
    creation_key varchar(255) unique,
    creation_digest varchar(64),
    created_at timestamp with time zone not null,
    started_at timestamp with time zone,
    finished_at timestamp with time zone
);

create index training_job_newest on training_job (created_at, id);
create index training_job_state on training_job (state);

create table job_event (
    job_id uuid not null references training_job (id),
    id bigint not null,
    at timestamp with time zone not null,
    type varchar(16) not null,
    data text not null,
    primary key (job_id, id)
);

-- db-scheduler's own table, as version 16 of it wants it
create table scheduled_tasks (
    task_name varchar(100) not null,
    task_instance varchar(100) not null,
    task_data bytea,
    execution_time timestamp with time zone not null,
    picked boolean not null,
    picked_by varchar(100),
    last_success timestamp with time zone,
    last_failure timestamp with time zone,
    consecutive_failures integer,
    last_heartbeat timestamp with time zone,
    version bigint not null,
    priority smallint,
    primary key (task_name, task_instance)
);

create index execution_time_idx on scheduled_tasks (execution_time);
create index last_heartbeat_idx on scheduled_tasks (last_heartbeat);
create index priority_execution_time_idx on scheduled_tasks (priority desc, execution_time asc);
