module "topic" {
  source        = "./topic"
  name          = "orders"
  fifo          = true
  subscriptions = { queue = { protocol = "sqs", endpoint = module.queue["orders"].arn, filter = { type = ["order", { prefix = "x-" }] } }, mail = { protocol = "email", endpoint = "ops@example.com" } }
  delivery      = { http = { defaultHealthyRetryPolicy = { minDelayTarget = 20, maxDelayTarget = 20, numRetries = 3 } } }
}
module "queue" {
  source   = "./queue"
  for_each = { orders = { fifo = true, dlq = {} }, plain = { delay = 5 }, big = { max = 262144, dlq = { count = 10, name = "trash" } } }
  name     = each.key
  settings = each.value
  senders  = each.key == "orders" ? [module.topic.arn] : []
}
output "names" { value = { topic = module.topic.name, queues = { for k, q in module.queue : k => q.names } } }
