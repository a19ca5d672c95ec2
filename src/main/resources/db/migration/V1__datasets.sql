create table dataset (
    id              uuid                     not null primary key,
    name            varchar(64)              not null,
    bins            text                     not null, -- labels as in labels.csv, joined by commas
    basis           varchar(10)              not null,
    samples         integer                  not null,
    fingerprint     varchar(64)              not null,
    report          text                     not null, -- JSON
    creation_key    varchar(255),
    creation_digest varchar(64),
    created_at      timestamp with time zone not null,
    constraint dataset_name_unique unique (name),
    constraint dataset_creation_key_unique unique (creation_key)
);

create table sample (
    dataset_id uuid             not null,
    id         integer          not null, -- position in the data set
    image      text             not null,
    group_name text,
    split      varchar(10),
    target     text             not null, -- JSON array, null where unknown
    weight     double precision not null,
    pixel_size double precision,
    blob       varchar(255)     not null,
    width      integer          not null,
    height     integer          not null,
    constraint sample_key primary key (dataset_id, id),
    constraint sample_of_dataset foreign key (dataset_id) references dataset (id)
);
