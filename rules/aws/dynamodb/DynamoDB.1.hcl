control "DynamoDB.1" {
  slug     = "dynamodb-table-scales"
  aliases  = []
  severity = "medium"
  category = ["Recover", "Resilience", "High availability"]
  title = {
    en = "DynamoDB tables follow demand with their capacity"
    ja = "DynamoDB テーブルの容量が需要に応じてスケールする"
  }
  why = {
    en = "A table with fixed capacity throttles its callers when demand rises, and is paid for while nobody asks."
    ja = "容量が固定のテーブルは、需要が増えるとスロットリングが起き、需要が少ないときも料金がかかります。"
  }
  decides = "checked"
  config_rule = "dynamodb-autoscaling-enabled"
  frameworks = {
    "aws-fsbp"       = ["DynamoDB.1"]
    "nist-800-53-r5" = ["CP-10", "CP-2(2)", "CP-6(2)", "SC-36", "SC-5(2)", "SI-13(5)"]
  }

  check "aws_dynamodb_table" {
    locals {
      # A target bounds a capacity; only a policy changes it.
      targets  = [for target in companions("aws_appautoscaling_target", "resource_id") : target.scalable_dimension]
      policies = [for policy in companions("aws_appautoscaling_policy", "resource_id") : policy.scalable_dimension]
      scales = all([for dimension in ["dynamodb:table:ReadCapacityUnits", "dynamodb:table:WriteCapacityUnits"] : all([
        any([for scaled in local.targets : scaled == dimension]),
        any([for scaled in local.policies : scaled == dimension]),
      ])])
    }
    enforce {
      condition = attrs.billing_mode == "PAY_PER_REQUEST" || local.scales
      at        = "billing_mode"
      error_message = {
        en = "read and write capacity are fixed"
        ja = "読み込みと書き込みの容量が固定されている"
      }
    }
    fix {
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "pay per request"
        ja = "オンデマンドモードにする"
      }
      warning = {
        en = "The price follows the number of requests; for an even load provisioned capacity with scaling targets is cheaper."
        ja = "料金がリクエスト数に応じて決まります。負荷が一定なら、プロビジョンドモードとオートスケーリングの方が安価です。"
      }
      set = { billing_mode = "PAY_PER_REQUEST" }
      remove = ["read_capacity", "write_capacity"]
    }
  }

  remediation {
    console = {
      en = ["Open the table's Additional settings tab in the DynamoDB console.", "Edit the capacity and choose On-demand, or Provisioned with auto scaling for reads and writes."]
      ja = ["DynamoDB コンソールでテーブルの「追加の設定」タブを開く。", "キャパシティーを編集し、オンデマンドか、読み込みと書き込みの Auto Scaling を有効にしたプロビジョンドを選ぶ。"]
    }
    cli = "aws dynamodb update-table --table-name TABLE --billing-mode PAY_PER_REQUEST"
  }

  example "fail" "fixed capacity" {
    resource "aws_dynamodb_table" "orders" {
      name           = "orders"
      hash_key       = "id"
      read_capacity  = 5
      write_capacity = 5
      attribute {
        name = "id"
        type = "S"
      }
    }
  }

  example "fixed" "fixed capacity" {
    resource "aws_dynamodb_table" "orders" {
      name         = "orders"
      hash_key     = "id"
      billing_mode = "PAY_PER_REQUEST"
      attribute {
        name = "id"
        type = "S"
      }
    }
  }

  example "fail" "only reading scales" {
    resource "aws_dynamodb_table" "orders" {
      name           = "orders"
      hash_key       = "id"
      read_capacity  = 5
      write_capacity = 5
      attribute {
        name = "id"
        type = "S"
      }
    }

    resource "aws_appautoscaling_target" "read" {
      service_namespace  = "dynamodb"
      resource_id        = "table/orders"
      scalable_dimension = "dynamodb:table:ReadCapacityUnits"
      min_capacity       = 5
      max_capacity       = 100
    }

    resource "aws_appautoscaling_policy" "read" {
      name               = "read"
      policy_type        = "TargetTrackingScaling"
      service_namespace  = "dynamodb"
      resource_id        = aws_appautoscaling_target.read.resource_id
      scalable_dimension = "dynamodb:table:ReadCapacityUnits"
      target_tracking_scaling_policy_configuration {
        target_value = 70
        predefined_metric_specification {
          predefined_metric_type = "DynamoDBReadCapacityUtilization"
        }
      }
    }

    resource "aws_appautoscaling_policy" "write" {
      name               = "write"
      policy_type        = "TargetTrackingScaling"
      service_namespace  = "dynamodb"
      resource_id        = "table/orders"
      scalable_dimension = "dynamodb:table:WriteCapacityUnits"
      target_tracking_scaling_policy_configuration {
        target_value = 70
        predefined_metric_specification {
          predefined_metric_type = "DynamoDBWriteCapacityUtilization"
        }
      }
    }
  }

  example "fail" "only writing scales" {
    resource "aws_dynamodb_table" "orders" {
      name           = "orders"
      hash_key       = "id"
      read_capacity  = 5
      write_capacity = 5
      billing_mode   = "PROVISIONED"
      attribute {
        name = "id"
        type = "S"
      }
    }

    resource "aws_appautoscaling_target" "write" {
      service_namespace  = "dynamodb"
      resource_id        = "table/orders"
      scalable_dimension = "dynamodb:table:WriteCapacityUnits"
      min_capacity       = 5
      max_capacity       = 100
    }

    resource "aws_appautoscaling_policy" "write" {
      name               = "write"
      policy_type        = "TargetTrackingScaling"
      service_namespace  = "dynamodb"
      resource_id        = aws_appautoscaling_target.write.resource_id
      scalable_dimension = "dynamodb:table:WriteCapacityUnits"
      target_tracking_scaling_policy_configuration {
        target_value = 70
        predefined_metric_specification {
          predefined_metric_type = "DynamoDBWriteCapacityUtilization"
        }
      }
    }

    resource "aws_appautoscaling_policy" "read" {
      name               = "read"
      policy_type        = "TargetTrackingScaling"
      service_namespace  = "dynamodb"
      resource_id        = "table/orders"
      scalable_dimension = "dynamodb:table:ReadCapacityUnits"
      target_tracking_scaling_policy_configuration {
        target_value = 70
        predefined_metric_specification {
          predefined_metric_type = "DynamoDBReadCapacityUtilization"
        }
      }
    }
  }

  example "fail" "targets of another table and service" {
    resource "aws_dynamodb_table" "orders" {
      name           = "orders"
      hash_key       = "id"
      read_capacity  = 5
      write_capacity = 5
      attribute {
        name = "id"
        type = "S"
      }
    }

    resource "aws_appautoscaling_target" "read" {
      service_namespace  = "dynamodb"
      resource_id        = "table/other"
      scalable_dimension = "dynamodb:table:ReadCapacityUnits"
      min_capacity       = 5
      max_capacity       = 100
    }

    resource "aws_appautoscaling_target" "write" {
      service_namespace  = "dynamodb"
      resource_id        = "table/other"
      scalable_dimension = "dynamodb:table:WriteCapacityUnits"
      min_capacity       = 5
      max_capacity       = 100
    }

    resource "aws_appautoscaling_policy" "read" {
      name               = "read"
      policy_type        = "TargetTrackingScaling"
      service_namespace  = "dynamodb"
      resource_id        = "table/orders"
      scalable_dimension = "dynamodb:table:ReadCapacityUnits"
      target_tracking_scaling_policy_configuration {
        target_value = 70
        predefined_metric_specification {
          predefined_metric_type = "DynamoDBReadCapacityUtilization"
        }
      }
    }

    resource "aws_appautoscaling_policy" "write" {
      name               = "write"
      policy_type        = "TargetTrackingScaling"
      service_namespace  = "dynamodb"
      resource_id        = "table/orders"
      scalable_dimension = "dynamodb:table:WriteCapacityUnits"
      target_tracking_scaling_policy_configuration {
        target_value = 70
        predefined_metric_specification {
          predefined_metric_type = "DynamoDBWriteCapacityUtilization"
        }
      }
    }
  }

  example "fail" "targets without policies" {
    resource "aws_dynamodb_table" "orders" {
      name           = "orders"
      hash_key       = "id"
      read_capacity  = 5
      write_capacity = 5
      attribute {
        name = "id"
        type = "S"
      }
    }

    resource "aws_appautoscaling_target" "read" {
      service_namespace  = "dynamodb"
      resource_id        = "table/orders"
      scalable_dimension = "dynamodb:table:ReadCapacityUnits"
      min_capacity       = 5
      max_capacity       = 100
    }

    resource "aws_appautoscaling_target" "write" {
      service_namespace  = "dynamodb"
      resource_id        = "table/orders"
      scalable_dimension = "dynamodb:table:WriteCapacityUnits"
      min_capacity       = 5
      max_capacity       = 100
    }
  }

  example "fail" "nothing changes the read capacity" {
    resource "aws_dynamodb_table" "orders" {
      name           = "orders"
      hash_key       = "id"
      read_capacity  = 5
      write_capacity = 5
      attribute {
        name = "id"
        type = "S"
      }
    }

    resource "aws_appautoscaling_target" "read" {
      service_namespace  = "dynamodb"
      resource_id        = "table/orders"
      scalable_dimension = "dynamodb:table:ReadCapacityUnits"
      min_capacity       = 5
      max_capacity       = 100
    }

    resource "aws_appautoscaling_target" "write" {
      service_namespace  = "dynamodb"
      resource_id        = "table/orders"
      scalable_dimension = "dynamodb:table:WriteCapacityUnits"
      min_capacity       = 5
      max_capacity       = 100
    }

    resource "aws_appautoscaling_policy" "write" {
      name               = "write"
      policy_type        = "TargetTrackingScaling"
      service_namespace  = "dynamodb"
      resource_id        = aws_appautoscaling_target.write.resource_id
      scalable_dimension = "dynamodb:table:WriteCapacityUnits"
      target_tracking_scaling_policy_configuration {
        target_value = 70
        predefined_metric_specification {
          predefined_metric_type = "DynamoDBWriteCapacityUtilization"
        }
      }
    }
  }

  example "fail" "nothing changes the write capacity" {
    resource "aws_dynamodb_table" "orders" {
      name           = "orders"
      hash_key       = "id"
      read_capacity  = 5
      write_capacity = 5
      attribute {
        name = "id"
        type = "S"
      }
    }

    resource "aws_appautoscaling_target" "read" {
      service_namespace  = "dynamodb"
      resource_id        = "table/orders"
      scalable_dimension = "dynamodb:table:ReadCapacityUnits"
      min_capacity       = 5
      max_capacity       = 100
    }

    resource "aws_appautoscaling_target" "write" {
      service_namespace  = "dynamodb"
      resource_id        = "table/orders"
      scalable_dimension = "dynamodb:table:WriteCapacityUnits"
      min_capacity       = 5
      max_capacity       = 100
    }

    resource "aws_appautoscaling_policy" "read" {
      name               = "read"
      policy_type        = "TargetTrackingScaling"
      service_namespace  = "dynamodb"
      resource_id        = aws_appautoscaling_target.read.resource_id
      scalable_dimension = "dynamodb:table:ReadCapacityUnits"
      target_tracking_scaling_policy_configuration {
        target_value = 70
        predefined_metric_specification {
          predefined_metric_type = "DynamoDBReadCapacityUtilization"
        }
      }
    }
  }

  example "pass" "on demand" {
    resource "aws_dynamodb_table" "orders" {
      name         = "orders"
      hash_key     = "id"
      billing_mode = "PAY_PER_REQUEST"
      attribute {
        name = "id"
        type = "S"
      }
    }
  }

  example "pass" "both scale" {
    resource "aws_dynamodb_table" "orders" {
      name           = "orders"
      hash_key       = "id"
      read_capacity  = 5
      write_capacity = 5
      attribute {
        name = "id"
        type = "S"
      }
    }

    resource "aws_appautoscaling_target" "read" {
      service_namespace  = "dynamodb"
      resource_id        = "table/${aws_dynamodb_table.orders.name}"
      scalable_dimension = "dynamodb:table:ReadCapacityUnits"
      min_capacity       = 5
      max_capacity       = 100
    }

    resource "aws_appautoscaling_target" "write" {
      service_namespace  = "dynamodb"
      resource_id        = "table/orders"
      scalable_dimension = "dynamodb:table:WriteCapacityUnits"
      min_capacity       = 5
      max_capacity       = 100
    }

    resource "aws_appautoscaling_policy" "read" {
      name               = "read"
      policy_type        = "TargetTrackingScaling"
      service_namespace  = "dynamodb"
      resource_id        = aws_appautoscaling_target.read.resource_id
      scalable_dimension = "dynamodb:table:ReadCapacityUnits"
      target_tracking_scaling_policy_configuration {
        target_value = 70
        predefined_metric_specification {
          predefined_metric_type = "DynamoDBReadCapacityUtilization"
        }
      }
    }

    resource "aws_appautoscaling_policy" "write" {
      name               = "write"
      policy_type        = "TargetTrackingScaling"
      service_namespace  = "dynamodb"
      resource_id        = "table/${aws_dynamodb_table.orders.name}"
      scalable_dimension = "dynamodb:table:WriteCapacityUnits"
      target_tracking_scaling_policy_configuration {
        target_value = 70
        predefined_metric_specification {
          predefined_metric_type = "DynamoDBWriteCapacityUtilization"
        }
      }
    }
  }

  example "pass" "both scale, by the id of a table whose name is not known yet" {
    resource "terraform_data" "name" {
      input = "orders"
    }

    resource "aws_dynamodb_table" "orders" {
      name           = tostring(terraform_data.name.output)
      hash_key       = "id"
      read_capacity  = 5
      write_capacity = 5
      attribute {
        name = "id"
        type = "S"
      }
    }

    resource "aws_appautoscaling_target" "orders" {
      for_each           = toset(["Read", "Write"])
      service_namespace  = "dynamodb"
      resource_id        = "table/${aws_dynamodb_table.orders.id}"
      scalable_dimension = "dynamodb:table:${each.key}CapacityUnits"
      min_capacity       = 5
      max_capacity       = 100
    }

    resource "aws_appautoscaling_policy" "orders" {
      for_each           = aws_appautoscaling_target.orders
      name               = each.key
      policy_type        = "TargetTrackingScaling"
      service_namespace  = each.value.service_namespace
      resource_id        = each.value.resource_id
      scalable_dimension = each.value.scalable_dimension
      target_tracking_scaling_policy_configuration {
        target_value = 70
        predefined_metric_specification {
          predefined_metric_type = "DynamoDB${each.key}CapacityUtilization"
        }
      }
    }
  }

  example "pass" "both scale, by names that are put together at apply" {
    resource "terraform_data" "environment" {
      input = "test"
    }

    resource "aws_dynamodb_table" "tables" {
      for_each       = toset(["orders", "carts"])
      name           = "${each.key}-${terraform_data.environment.output}"
      hash_key       = "id"
      read_capacity  = 5
      write_capacity = 5
      attribute {
        name = "id"
        type = "S"
      }
    }

    locals {
      scaled = { for pair in setproduct(["orders", "carts"], ["Read", "Write"]) : join("-", pair) => { table = pair[0], way = pair[1] } }
    }

    resource "aws_appautoscaling_target" "tables" {
      for_each           = local.scaled
      service_namespace  = "dynamodb"
      resource_id        = "table/${aws_dynamodb_table.tables[each.value.table].name}"
      scalable_dimension = "dynamodb:table:${each.value.way}CapacityUnits"
      min_capacity       = 5
      max_capacity       = 100
    }

    resource "aws_appautoscaling_policy" "tables" {
      for_each           = local.scaled
      name               = each.key
      policy_type        = "TargetTrackingScaling"
      service_namespace  = "dynamodb"
      resource_id        = aws_appautoscaling_target.tables[each.key].resource_id
      scalable_dimension = aws_appautoscaling_target.tables[each.key].scalable_dimension
      target_tracking_scaling_policy_configuration {
        target_value = 70
        predefined_metric_specification {
          predefined_metric_type = "DynamoDB${each.value.way}CapacityUtilization"
        }
      }
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "later" {
      input = "PROVISIONED"
    }

    resource "aws_dynamodb_table" "orders" {
      name           = "orders"
      hash_key       = "id"
      billing_mode   = tostring(terraform_data.later.output)
      read_capacity  = 5
      write_capacity = 5
      attribute {
        name = "id"
        type = "S"
      }
    }
  }
}
