-- attempt names the holder; losses counts the workers lost in a row
create table evaluation (
    id uuid primary key,
    model varchar(96) not null, -- name@version
    dataset varchar(64) not null,
    dataset_id uuid not null,
    split varchar(16),
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

create index evaluation_newest on evaluation (created_at, id);
create index evaluation_state on evaluation (state);

-- what the data set said is kept with the answers: they outlive it
create table evaluation_sample (
    evaluation_id uuid not null references evaluation (id),
    sample_id integer not null,
    image text not null,
    group_name text,
    split varchar(16),
    weight double precision not null,
    loss double precision not null,
    target text not null,
    prediction text not null,
    primary key (evaluation_id, sample_id)
);

create index evaluation_sample_worst on evaluation_sample (evaluation_id, loss desc, sample_id);
