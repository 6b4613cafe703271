module "notify" {
  source   = "./notify"
  count    = 2
  name     = ["alerts", "audit"][count.index]
  webhook  = "https://hooks.example.com/${count.index}"
  channels = count.index == 0 ? ["#ops", "#dev"] : null
  levels   = count.index == 1 ? { high = 5, low = 1 } : {}
}
resource "aws_cloudwatch_metric_alarm" "errors" {
  for_each            = { for pair in setproduct(module.notify[*].name, ["Errors", "Throttles"]) : "${pair[0]}-${lower(pair[1])}" => { function = pair[0], metric = pair[1] } }
  alarm_name          = each.key
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 1
  metric_name         = each.value.metric
  namespace           = "AWS/Lambda"
  period              = "60"
  statistic           = "Sum"
  threshold           = 0
  dimensions          = { FunctionName = each.value.function }
  alarm_actions       = [one([for notify in module.notify : notify.topic if notify.name == each.value.function])]
}
output "variables" { value = module.notify[*].variables }
