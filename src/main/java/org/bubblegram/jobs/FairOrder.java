package org.bubblegram.jobs;

import com.github.kagkarlsson.scheduler.jdbc.DefaultJdbcCustomization;

/** Has the scheduler look for work in the order that {@link QueuePlace} tells. */
final class FairOrder extends DefaultJdbcCustomization {
    FairOrder() {
        super(false);
    }

    @Override
    public String getName() {
        return "fair order";
    }

    /** With the scheduler's two parameters, {@code picked} and the time now, and then those of its own condition. */
    @Override
    public String createSelectDueQuery(String table, int limit, String andCondition, boolean orderByPriority) {
        return """
                select task.*
                from %1$s task
                    left join tenant_turn on tenant_turn.tenant = task.tenant
                    left join (
                        select tenant, count(*) as jobs from %1$s where picked = true group by tenant
                    ) in_work on in_work.tenant = task.tenant
                where picked = ? and execution_time <= ? %2$s
                order by priority desc, begun desc, coalesce(in_work.jobs, 0), coalesce(tenant_turn.turn, 0),
                    execution_time, task_instance
                """.formatted(table, andCondition) + getQueryLimitPart(limit);
    }
}
