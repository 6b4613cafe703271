control "Redshift.1" {
  slug     = "redshift-cluster-not-public"
  aliases  = ["PCI.Redshift.1"]
  severity = "critical"
  category = ["Protect", "Secure network configuration", "Resources not publicly accessible"]
  title = {
    en = "Redshift clusters have no public address"
    ja = "Redshift クラスターがパブリックアクセス可能になっていない"
  }
  why = {
    en = "A warehouse with a public address can be reached and attacked from the whole internet as soon as a security group leaves a gap."
    ja = "パブリックアクセス可能なデータウェアハウスは、セキュリティグループに隙があればインターネット全体から攻撃されます。"
  }
  decides = "checked"
  notes = {
    en = "The provider sends true when the argument is left out."
    ja = "未設定の場合、プロバイダーは true を送ります。"
  }
  config_rule = "redshift-cluster-public-access-check"
  frameworks = {
    "aws-fsbp"       = ["Redshift.1"]
    "pci-dss-3.2.1"  = ["1.2.1", "1.3.1", "1.3.2", "1.3.4", "1.3.6"]
    "nist-800-53-r5" = ["AC-21", "AC-3", "AC-3(7)", "AC-4", "AC-4(21)", "AC-6", "SC-7", "SC-7(11)", "SC-7(16)", "SC-7(20)", "SC-7(21)", "SC-7(3)", "SC-7(4)", "SC-7(9)"]
  }
  frameworks_derived = {
    "pci-dss-4.0"                   = ["1.2.8", "1.3.1", "1.3.2", "1.4.2", "1.5.1", "10.3.2", "3.5.1.3", "A1.1.2", "A1.1.3", "A3.4.1"]
    "aws-well-architected-security" = ["SEC03-BP07"]
    "iso-27001-2022"                = ["A.8.1"]
    "nist-csf-2.0"                  = ["ac_3"]
  }

  check "aws_redshift_cluster" {
    enforce {
      condition = !default(attrs.publicly_accessible, true)
      at        = "publicly_accessible"
      error_message = {
        en = "the cluster has a public address"
        ja = "クラスターがパブリックアクセス可能になっている"
      }
    }
    fix {
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "take away the public address"
        ja = "パブリックアクセスを無効にする"
      }
      warning = {
        en = "Clients outside the VPC lose their connection; give them a private way first."
        ja = "VPC の外から接続しているクライアントは接続できなくなります。先にプライベートな経路を用意してください。"
      }
      set = { publicly_accessible = false }
    }
  }

  remediation {
    console = {
      en = ["Open the cluster in the Redshift console and choose Edit.", "Switch off Publicly accessible and save."]
      ja = ["Redshift コンソールでクラスターを開き「編集」を選ぶ。", "「パブリックアクセス可能」を無効にして保存する。"]
    }
    cli = "aws redshift modify-cluster --cluster-identifier CLUSTER --no-publicly-accessible"
  }

  example "fail" "left to the provider, which makes it public" {
    resource "aws_redshift_cluster" "dw" {
      cluster_identifier     = "dw"
      node_type              = "ra3.large"
      master_username        = "warehouse"
      manage_master_password = true
      skip_final_snapshot    = true
    }
  }

  example "fixed" "left to the provider, which makes it public" {
    resource "aws_redshift_cluster" "dw" {
      cluster_identifier     = "dw"
      node_type              = "ra3.large"
      master_username        = "warehouse"
      manage_master_password = true
      skip_final_snapshot    = true
      publicly_accessible    = false
    }
  }

  example "fail" "switched on" {
    resource "aws_redshift_cluster" "dw" {
      cluster_identifier     = "dw"
      node_type              = "ra3.large"
      master_username        = "warehouse"
      manage_master_password = true
      skip_final_snapshot    = true
      publicly_accessible    = true
    }
  }

  example "pass" "private" {
    resource "aws_redshift_cluster" "dw" {
      cluster_identifier     = "dw"
      node_type              = "ra3.large"
      master_username        = "warehouse"
      manage_master_password = true
      skip_final_snapshot    = true
      publicly_accessible    = false
    }
  }

  example "pass" "private by a variable" {
    variable "public" {
      default = false
    }

    resource "aws_redshift_cluster" "dw" {
      cluster_identifier     = "dw"
      node_type              = "ra3.large"
      master_username        = "warehouse"
      manage_master_password = true
      skip_final_snapshot    = true
      publicly_accessible    = var.public
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "later" {
      input = false
    }

    resource "aws_redshift_cluster" "dw" {
      cluster_identifier     = "dw"
      node_type              = "ra3.large"
      master_username        = "warehouse"
      manage_master_password = true
      skip_final_snapshot    = true
      publicly_accessible    = tobool(terraform_data.later.output)
    }
  }
}
