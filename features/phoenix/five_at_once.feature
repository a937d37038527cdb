@PH-02 @needs.monitoring
Feature: Five at once
  Teams experiment at the same time, each on its own nodes. None of them sees anything of another's metrics, and none
  waits for another.

  Rule: Each has metrics of its own nodes, and of no other

    @critical
    Example: five that are created at the same moment
      When Uwe creates 5 experiments at the same moment, each on a node of its own with another number of processes
      Then each of them is running within 2 minutes
      And each has all series of its own node in both pipelines, and no pipeline has any of another's
      When Ada has the candidate of "Number 1" keep critical processes only
      And Ada cancels "Number 2"
      Then nothing is collected of "Number 2" any more
      And "Number 3", "Number 4" and "Number 5" go on as they were, without a break

    @PH-07
    Example: two companies that call a node alike
      Given Uwe has created the experiment "Ours" with 20 processes on a node
      And Olga has created the experiment "Theirs" with 40 processes on a node of the same name
      When Ada and Olga each start their own: "Ours" and "Theirs"
      Then each of them is running within 2 minutes
      And each has the metrics of its own company's processes
      When Ada has 31 processes simulated for "Ours" instead, for 5 seconds
      Then "Ours" has these, and for as long, while "Theirs" goes on as it was
