control "EC2.6" {
  slug     = "vpc-flow-logs-enabled"
  aliases  = []
  severity = "medium"
  category = ["Identify", "Logging"]
  title = {
    en = "VPCs record rejected traffic in flow logs"
    ja = "VPC フローログで拒否されたトラフィックが記録されている"
  }
  why = {
    en = "Flow logs are often the only trace of a port scan, of an instance that calls out to strangers, or of a rule that blocks too much."
    ja = "ポートスキャンや不審な外部通信、誤った遮断を後から調べるとき、フローログが唯一の手がかりになることがよくあります。"
  }
  decides = "checked"
  notes = {
    en = "A log of all traffic holds the rejected part and passes. Logs of single subnets or network interfaces do not count."
    ja = "すべてのトラフィックのログには拒否分も含まれるため合格とします。サブネットやネットワークインターフェイス単位のログは考慮しません。"
  }
  config_rule = "vpc-flow-logs-enabled"
  frameworks = {
    "aws-fsbp"       = ["EC2.6"]
    "cis-aws-1.2"    = ["2.9"]
    "pci-dss-3.2.1"  = ["10.3.3", "10.3.4", "10.3.5", "10.3.6"]
    "cis-aws-1.4"    = ["3.9"]
    "nist-800-53-r5" = ["AC-4(26)", "AU-12", "AU-2", "AU-3", "AU-6(3)", "AU-6(4)", "CA-7", "SI-7(8)"]
  }
  frameworks_derived = {
    "cis-aws-3.0"                   = ["3.7"]
    "cis-aws-5.0"                   = ["3.7"]
    "pci-dss-4.0"                   = ["10.2.1", "10.2.1.1", "10.2.1.2", "10.2.1.3", "10.2.1.4", "10.2.1.5", "10.2.1.6", "10.2.1.7", "10.2.2", "10.3.1", "10.6.3", "5.3.4", "A1.2.1"]
    "aws-well-architected-security" = ["SEC04-BP01", "SEC04-BP02", "SEC04-BP03", "SEC05-BP04", "SEC09-BP04"]
    "iso-27001-2022"                = ["A.8.15", "A.8.16", "A.8.20", "A.8.21", "A.8.22", "A.8.23"]
    "soc2"                          = ["cc_7_2", "cc_7_3"]
    "nist-csf-2.0"                  = ["ae_1", "cm_1", "po_4", "pt_1", "pt_4"]
  }

  check "aws_vpc" "aws_default_vpc" {
    locals {
      logs = companions("aws_flow_log", "vpc_id")
    }
    enforce {
      condition = any([for log in local.logs : log.traffic_type == "ALL" || log.traffic_type == "REJECT"])
      error_message = {
        en = "no flow log records the VPC's rejected traffic"
        ja = "VPC の拒否されたトラフィックを記録するフローログがない"
      }
    }
    fix {
      when   = exists(local.logs)
      class  = "unsafe"
      impact = "replaces"
      summary = {
        en = "record all traffic"
        ja = "すべてのトラフィックを記録する"
      }
      warning = {
        en = "The flow log is created anew; records go on under a new flow log id, and rejected traffic is charged too."
        ja = "フローログは作り直され、以後は新しいフローログ ID で記録されます。拒否されたトラフィックの分も課金されます。"
      }
      on  = local.logs[0]
      set = { traffic_type = "ALL" }
    }
    fix {
      class  = "needs-input"
      impact = "adds-resource"
      summary = {
        en = "record all traffic of the VPC in a bucket"
        ja = "VPC のすべてのトラフィックをバケットに記録する"
      }
      warning = {
        en = "The bucket's policy must let delivery.logs.amazonaws.com write. Flow logs are charged by volume."
        ja = "バケットポリシーで delivery.logs.amazonaws.com からの書き込みを許可しておく必要があります。ログは容量に応じて課金されます。"
      }
      input "flow_log_bucket_arn" {
        description = {
          en = "ARN of the bucket that collects flow logs, in the log archive account where there is one"
          ja = "フローログを集約するバケットの ARN (ログアーカイブ用アカウントがあればそのバケット)"
        }
      }
      resource "aws_flow_log" {
        vpc_id               = self.id
        traffic_type         = "ALL"
        log_destination_type = "s3"
        log_destination      = var.flow_log_bucket_arn
      }
    }
  }

  check "aws_flow_log" {
    operations = ["delete", "replace"]
    filter     = is_set(prior_attrs.vpc_id) && contains(["ALL", "REJECT"], prior_attrs.traffic_type) && !manages(prior_attrs.vpc_id, "aws_vpc", "aws_default_vpc")
    enforce {
      condition = any([for log in holders("aws_flow_log", "vpc_id", prior_attrs.vpc_id) : log.traffic_type == "ALL" || log.traffic_type == "REJECT"])
      error_message = {
        en = "the plan takes the flow log from ${prior_attrs.vpc_id}"
        ja = "このプランで ${prior_attrs.vpc_id} のフローログが削除される"
      }
    }
    no_fix = {
      en = "if the VPC is still in use, keep the block; where another configuration takes it over, drop it from the state with a removed block that sets destroy = false"
      ja = "VPC を引き続き使う場合は、ブロックを残す。別の構成に引き継ぐ場合は、removed ブロックで destroy = false を指定してステートからだけ外す"
    }
  }

  remediation {
    console = {
      en = ["Select the VPC in the VPC console and choose Actions, Create flow log.", "Filter Reject or All, choose a log group or a bucket, and create it."]
      ja = ["VPC コンソールで VPC を選び、「アクション」→「フローログを作成」を開く。", "フィルターを「拒否」か「すべて」にし、送信先を選んで作成する。"]
    }
    cli = "aws ec2 create-flow-logs --resource-type VPC --resource-ids VPC_ID --traffic-type ALL --log-destination-type s3 --log-destination BUCKET_ARN"
  }

  example "fail" "no flow log" {
    resource "aws_vpc" "main" {
      cidr_block = "10.0.0.0/16"
    }
  }

  example "fixed" "no flow log" {
    variable "flow_log_bucket_arn" {
      type    = string
      default = "arn:aws:s3:::example-flow-logs"
    }

    resource "aws_vpc" "main" {
      cidr_block = "10.0.0.0/16"
    }

    resource "aws_flow_log" "main" {
      vpc_id               = aws_vpc.main.id
      traffic_type         = "ALL"
      log_destination_type = "s3"
      log_destination      = var.flow_log_bucket_arn
    }
  }

  example "fail" "accepted traffic only" {
    resource "aws_vpc" "main" {
      cidr_block = "10.0.0.0/16"
    }

    resource "aws_flow_log" "main" {
      vpc_id               = aws_vpc.main.id
      traffic_type         = "ACCEPT"
      log_destination_type = "s3"
      log_destination      = "arn:aws:s3:::example-flow-logs"
    }
  }

  example "fixed" "accepted traffic only" {
    resource "aws_vpc" "main" {
      cidr_block = "10.0.0.0/16"
    }

    resource "aws_flow_log" "main" {
      vpc_id               = aws_vpc.main.id
      traffic_type         = "ALL"
      log_destination_type = "s3"
      log_destination      = "arn:aws:s3:::example-flow-logs"
    }
  }

  example "fail" "a flow log of one subnet, and of another VPC" {
    resource "aws_vpc" "main" {
      cidr_block = "10.0.0.0/16"
    }

    resource "aws_flow_log" "main" {
      subnet_id            = "subnet-0a1b2c3d4e5f60718"
      traffic_type         = "ALL"
      log_destination_type = "s3"
      log_destination      = "arn:aws:s3:::example-flow-logs"
    }

    resource "aws_flow_log" "other" {
      vpc_id               = "vpc-0a1b2c3d4e5f60718"
      traffic_type         = "ALL"
      log_destination_type = "s3"
      log_destination      = "arn:aws:s3:::example-flow-logs"
    }
  }

  example "pass" "all traffic" {
    resource "aws_vpc" "main" {
      cidr_block = "10.0.0.0/16"
    }

    resource "aws_flow_log" "main" {
      vpc_id               = aws_vpc.main.id
      traffic_type         = "ALL"
      log_destination_type = "s3"
      log_destination      = "arn:aws:s3:::example-flow-logs"
    }
  }

  example "pass" "rejected traffic of the default VPC" {
    resource "aws_default_vpc" "this" {
    }

    resource "aws_flow_log" "main" {
      vpc_id               = aws_default_vpc.this.id
      traffic_type         = "REJECT"
      log_destination_type = "s3"
      log_destination      = "arn:aws:s3:::example-flow-logs"
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "later" {
      input = "ALL"
    }

    resource "aws_vpc" "main" {
      cidr_block = "10.0.0.0/16"
    }

    resource "aws_flow_log" "main" {
      vpc_id               = aws_vpc.main.id
      traffic_type         = terraform_data.later.output
      log_destination_type = "s3"
      log_destination      = "arn:aws:s3:::example-flow-logs"
    }
  }

  example "fail" "taken from a VPC of another configuration" {
    prior {
      resource "aws_flow_log" "data" {
        vpc_id               = "vpc-0a1b2c3d4e5f60718"
        traffic_type         = "ALL"
        log_destination_type = "s3"
        log_destination      = "arn:aws:s3:::example-flow-logs"
      }
    }
  }

  example "pass" "taken away together with the VPC" {
    prior {
      resource "aws_vpc" "main" {
        cidr_block = "10.0.0.0/16"
      }

      resource "aws_flow_log" "data" {
        vpc_id               = aws_vpc.main.id
        traffic_type         = "ALL"
        log_destination_type = "s3"
        log_destination      = "arn:aws:s3:::example-flow-logs"
      }
    }
  }

  example "pass" "another takes its place" {
    prior {
      resource "aws_flow_log" "old" {
        vpc_id               = "vpc-0a1b2c3d4e5f60718"
        traffic_type         = "ALL"
        log_destination_type = "s3"
        log_destination      = "arn:aws:s3:::example-flow-logs"
      }
    }

    resource "aws_flow_log" "new" {
      vpc_id               = "vpc-0a1b2c3d4e5f60718"
      traffic_type         = "ALL"
      log_destination_type = "s3"
      log_destination      = "arn:aws:s3:::example-flow-logs"
    }
  }

  example "fail" "another that protects less takes its place" {
    prior {
      resource "aws_flow_log" "old" {
        vpc_id               = "vpc-0a1b2c3d4e5f60718"
        traffic_type         = "ALL"
        log_destination_type = "s3"
        log_destination      = "arn:aws:s3:::example-flow-logs"
      }
    }

    resource "aws_flow_log" "new" {
      vpc_id               = "vpc-0a1b2c3d4e5f60718"
      traffic_type         = "ACCEPT"
      log_destination_type = "s3"
      log_destination      = "arn:aws:s3:::example-flow-logs"
    }
  }

  example "pass" "rejected traffic is recorded by another" {
    prior {
      resource "aws_flow_log" "old" {
        vpc_id               = "vpc-0a1b2c3d4e5f60718"
        traffic_type         = "ALL"
        log_destination_type = "s3"
        log_destination      = "arn:aws:s3:::example-flow-logs"
      }
    }

    resource "aws_flow_log" "new" {
      vpc_id               = "vpc-0a1b2c3d4e5f60718"
      traffic_type         = "REJECT"
      log_destination_type = "s3"
      log_destination      = "arn:aws:s3:::example-flow-logs"
    }
  }

  example "pass" "a log of accepted traffic, and one of a subnet" {
    prior {
      resource "aws_flow_log" "accepted" {
        vpc_id               = "vpc-0a1b2c3d4e5f60718"
        traffic_type         = "ACCEPT"
        log_destination_type = "s3"
        log_destination      = "arn:aws:s3:::example-flow-logs"
      }

      resource "aws_flow_log" "subnet" {
        subnet_id            = "subnet-0a1b2c3d4e5f60718"
        traffic_type         = "ALL"
        log_destination_type = "s3"
        log_destination      = "arn:aws:s3:::example-flow-logs"
      }
    }
  }
}
