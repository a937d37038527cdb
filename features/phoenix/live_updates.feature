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

    Example: of a crowd that is created as fast as clients can
      Given Uwe and Otto follow all experiments
      When 20 clients of Uwe, Ada, Otto and Olga create 300 experiments as fast as they can
      Then each of them was created
      And Uwe and Otto have heard of each of their company's once, and of no other's

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

  Rule: Whoever does not read, or is signed in no more, is cut off, and nobody else

    Example: in one of two tabs
      Given Uwe has created the experiment "Mine" of process-topk-v1 on 1 nodes
      And Vera and Uwe follow all experiments
      When Vera asks on and on in one tab, and reads no answer
      Then Vera is cut off in that tab for not reading, and in no other
      When Ada cancels "Mine"
      Then Uwe heard of what is new of "Mine" once and in order

    @PH-07
    Example: whoever signs out, and whose account is closed
      Given Uwe has created the experiment "Mine" of process-topk-v1 on 1 nodes
      And Vera, Otto and Uwe follow all experiments
      When Vera signs out, and the account of Otto is closed
      Then within 5 seconds Vera and Otto are told on each of their live connections that their session is over
      And nothing of the sessions of Vera and Otto is left, that were kept for an hour at most
      When Ada cancels "Mine"
      Then Uwe heard of what is new of "Mine" once and in order

  Rule: What cannot be understood does no harm

    Example: nonsense
      Given Uwe has created the experiment "Mine" of process-topk-v1 on 1 nodes
      And Vera follows "Mine"
      When Vera says nonsense of every kind
      And Ada cancels "Mine"
      Then Vera heard of what is new of "Mine" once and in order
