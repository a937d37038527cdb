@PH-10 @needs.monitoring
Feature: Judgement
  Whether an experiment was a success is decided by the criteria that it was given, and by nothing else. It says which
  one was missed, by how much; and when there was too little to tell, it says that.

  Rule: Each criterion decides

    @critical @PH-01
    Example: met, at its limit, and missed
      When these experiments run for 8 seconds, each with 40 processes on a node
        | experiment     | candidate                  | reduction | latency | coverage | share |
        | Met            | process-priority-filter-v1 | 30        | 10      | 95       | 50    |
        | At its limit   | process-priority-filter-v1 | 50        | 10      | 100      | 60    |
        | Just beyond    | process-priority-filter-v1 | 50.1      | 10      | 100      | 50    |
        | Lost sight     | process-minimal-v1         | 30        | 10      | 95       | 20    |
        | Needs no sight | process-minimal-v1         | 30        | 0       | 0        | 50    |
        | Lost twice     | process-minimal-v1         | 99.9      | 10      | 95       | 50    |
      Then they end like this
        | experiment     | state     | because                                                 |
        | Met            | completed | All success criteria                                    |
        | At its limit   | completed | All success criteria                                    |
        | Just beyond    | failed    | min_cardinality_reduction                               |
        | Lost sight     | failed    | critical_process_coverage                               |
        | Needs no sight | completed | All success criteria                                    |
        | Lost twice     | failed    | min_cardinality_reduction and critical_process_coverage |
      And each of them was judged by its figures

    @critical @PH-01
    Example: a candidate that is slower
      When these experiments with a slow candidate run for 8 seconds, each with 40 processes on a node
        | experiment       | candidate                  | slowness | reduction | latency | coverage |
        | Too slow         | process-baseline-v1        | 40       | 0         | 10      | 95       |
        | Rejected         | process-baseline-v1        | 4        | 0         | 100     | 95       |
        | Cheap but slower | process-priority-filter-v1 | 18       | 30        | 100     | 95       |
      Then they end like this
        | experiment       | state  | because              |
        | Too slow         | failed | max_latency_increase |
        | Rejected         | failed | rejected             |
        | Cheap but slower | failed | rejected             |
      And each of them was judged by its figures

  Rule: How sure it is, and what is risked, follows from the figures

    @PH-01
    Example: a candidate that is a little dearer, and one that is a little cheaper
      When these experiments run until chance would do as much so seldom
        | experiment       | candidate | once in      |
        | A little dearer  | dearer    | 20 to 100    |
        | A little cheaper | cheaper   | 100 to 1,000 |
      Then this is said of them
        | experiment       | recommended | sure of the cost | sure in all | risk   | promoted by itself |
        | A little dearer  | REJECT      | 75 %             | 85 %        | MEDIUM | no                 |
        | A little cheaper | PROMOTE     | 85 %             | 90 %        | LOW    | no                 |
      And each of them was judged by its figures

  Rule: What counts is the time it ran

    @needs.database @PH-09
    Example: one that is ended early
      Given Uwe has created the experiment "Enough" of process-priority-filter-v1 for 60 seconds, under full load
      And "Enough" has waited for an hour to be started
      When Ada starts "Enough"
      And Ada ends "Enough" early, once it has run for 8 seconds
      Then "Enough" is judged by what Prometheus has of its time, and of no other

  Rule: Too little data is said to be too little

    Example: just as much as is needed, and a little less
      When these experiments run until one side has so many samples
        | experiment | samples |
        | Too few    | 29      |
        | Enough     | 30      |
      Then of "Too few" it is said that there was too little to tell, and not of "Enough"
      And each of them was judged by its figures

    Example: a run that was too short, sides that got nothing, and sides that do not differ
      When these experiments run for 8 seconds, each with 40 processes on a node
        | experiment   | candidate                  | reduction | latency | coverage | share | seconds |
        | Short        | process-priority-filter-v1 | 30        | 10      | 95       | 50    | 3       |
        | No candidate | process-priority-filter-v1 | 0         | 100     | 0        | 0     | 8       |
        | No baseline  | process-priority-filter-v1 | 0         | 100     | 0        | 100   | 8       |
        | All the same | process-baseline-v1        | 0         | 100     | 0        | 50    | 8       |
      Then they end like this
        | experiment   | state  | because         |
        | Short        | failed | Too little data |
        | No candidate | failed | Too little data |
        | No baseline  | failed | Too little data |
      And each of them was judged by its figures
