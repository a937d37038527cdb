@PH-06 @realtime
Feature: Live updates
  Whoever follows experiments hears of every state at once: of each once, in order, and of nothing that they did not
  ask for or may not see.

  Rule: Every state is heard once, in order

    @critical
    Example: of one experiment, from its beginning to its end
      Given Vera, Uwe and Olga follow all experiments
      When Uwe creates the experiment "Quick", which starts by itself, for 1 second
      Then "Quick" is failed within 30 seconds
      And Vera and Uwe heard of each state of "Quick" at once, once and in order
      And Olga hears nothing of "Quick"

    @critical
    Example: of many that begin and are cancelled at the same time
      Given Vera, Uwe, Ada, Olga and Wanda follow all experiments
      When Uwe and Otto create 12 experiments, each cancelled by an admin at the moment when it may start
      Then Vera, Uwe, Ada, Olga and Wanda have heard of each state of their company's, once and in order, and of no other's

    Example: by whoever follows it twice
      Given Uwe has created the experiment "Twice" of process-topk-v1 on 1 nodes
      And Vera has heard of all experiments so far, and follows "Twice" besides
      When Ada starts "Twice"
      And Ada cancels "Twice"
      Then Vera heard of what is new of "Twice" once and in order

  Rule: Nobody hears of what they do not follow

    Example: of another experiment
      Given Uwe has created the experiment "Mine" of process-topk-v1 on 1 nodes
      And Uwe has created the experiment "Other" of process-topk-v1 on 1 nodes
      And Vera follows "Mine"
      And "Mine" is running
      When Ada cancels "Other"
      And Ada cancels "Mine"
      Then Vera heard of what is new of "Mine" once and in order, and nothing of "Other"

    Example: of one they do not follow any more
      Given Uwe has created the experiment "Mine" of process-topk-v1 on 1 nodes
      And Uwe has created the experiment "Other" of process-topk-v1 on 1 nodes
      And Vera follows each of them
      When Vera follows "Other" no more
      And Ada cancels "Other"
      And Ada cancels "Mine"
      Then Vera heard of what is new of "Mine" once and in order, and nothing of "Other"

    Example: of another company's
      Given Uwe has created the experiment "Ours" of process-topk-v1 on 1 nodes
      When Olga, Otto and Wanda try to follow "Ours"
      Then each of them is refused as for one that there is not
      And Olga hears nothing of "Ours"

  Rule: What cannot be understood does no harm

    Example: nonsense
      Given Uwe has created the experiment "Mine" of process-topk-v1 on 1 nodes
      And Vera follows "Mine"
      When Vera says nonsense of every kind
      And Ada cancels "Mine"
      Then Vera heard of what is new of "Mine" once and in order
