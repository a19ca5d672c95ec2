-- attempt names the holder; losses counts the workers lost in a row
create table loss_comparison (
    id uuid primary key,
    dataset varchar(64) not null,
    dataset_id uuid not null,
    spec text not null,
    state varchar(16) not null,
    progress double precision not null,
    estimated_end timestamp with time zone,
    attempt integer not null,
    losses integer not null,
    result text,
    error_code varchar(64),
    error_message text,
    creation_key varchar(255) unique,
    creation_digest varchar(64),
    created_at timestamp with time zone not null,
    started_at timestamp with time zone,
    finished_at timestamp with time zone
);

create index loss_comparison_newest on loss_comparison (created_at, id);
create index loss_comparison_state on loss_comparison (state);
