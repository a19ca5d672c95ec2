-- tenant: whom a job is done for; priority: 0 to 9, the highest first; retries: faults in a row that may pass
alter table training_job add column tenant varchar(64) default 'default' not null;
alter table training_job add column priority smallint default 4 not null;
alter table training_job add column retries integer default 0 not null;
alter table loss_comparison add column tenant varchar(64) default 'default' not null;
alter table loss_comparison add column priority smallint default 4 not null;
alter table loss_comparison add column retries integer default 0 not null;
alter table evaluation add column tenant varchar(64) default 'default' not null;
alter table evaluation add column priority smallint default 4 not null;
alter table evaluation add column retries integer default 0 not null;

-- lists of one state, newest first
drop index training_job_state;
drop index loss_comparison_state;
drop index evaluation_state;
create index training_job_state on training_job (state, created_at, id);
create index loss_comparison_state on loss_comparison (state, created_at, id);
create index evaluation_state on evaluation (state, created_at, id);

-- begun: a worker has had the job before
alter table scheduled_tasks add column tenant varchar(64) default 'default' not null;
alter table scheduled_tasks add column begun boolean default false not null;
update scheduled_tasks set priority = 4 where priority is null;

-- turn grows with each job that a worker takes up: the tenant with the smallest waits longest
create table tenant_turn (
    tenant varchar(64) primary key,
    turn bigint not null
);

insert into tenant_turn (tenant, turn) values ('default', 0);
