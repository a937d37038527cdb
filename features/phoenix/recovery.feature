@PH-03 @needs.control @needs.monitoring @disrupts.phoenix @limit.180
Feature: Recovery
  Parts of Phoenix go away and come back. What runs goes on; what is asked for meanwhile waits, or is refused for now;
  and when the part is back, all is as it would have been.

  Rule: What runs goes on, what is new waits or is refused for now

    @critical @PH-06
    Example: each part in turn
      Given the experiment "Running" of process-topk-v1 is running under load
      Then "Running" goes on, and a new one runs within 2 minutes of its return, whatever befalls each part
        | part                  | what befalls it                     | a new one meanwhile | a change meanwhile |
        | config-generator      | stops, and api-gateway is restarted | is refused for now  | is refused for now |
        | config-generator      | stops                               | waits               | is refused for now |
        | collector             | stops                               | waits               | waits              |
        | load-simulator        | dies                                | runs                | runs               |
        | experiment-controller | dies                                | waits               | waits              |
        | collector             | dies                                | waits               | waits              |
        | load-simulator        | hangs                               | runs                | runs               |
        | prometheus            | hangs                               | runs                | waits              |
        | redis                 | hangs                               | runs                | runs               |
        | api-gateway           | dies                                | is out of reach     | is out of reach    |
        | postgres              | stops                               | is refused for now  | is refused for now |

  Rule: What was to be done meanwhile is done afterwards

    @PH-02 @PH-10
    Example: an experiment that ends while nobody looks, and one that is cancelled
      Given the experiment "Given up" of process-topk-v1 is running under load
      And Uwe has created the experiment "Unseen" of process-priority-filter-v1 for 7 seconds, under full load
      And "Unseen" is running
      When experiment-controller is away until the time of "Unseen" is over, while Ada cancels "Given up" and Uwe and Otto create 22 more
      Then "Unseen" is judged by what Prometheus has of its time, and of no other
      And nothing is collected of "Given up" any more
      And 20 of those run, in the order in which they were created, and the next one when one is cancelled

    @PH-04
    Example: a pipeline that is changed while the collector is away
      Given the experiment "Leaner" of process-aggregated-v1 is running under load
      When collector stops
      And Uwe creates "Too late", which Ada cancels when it waits for its pipelines
      And Ada changes the candidate of "Leaner" to critical processes, before it is back
      Then in Prometheus the candidate of "Leaner" has nothing else within 10 seconds
      And no pipeline of "Too late" ever runs
